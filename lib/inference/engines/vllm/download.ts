/** What a vLLM pool needs of the hub, and the command that brings it. */
import { parseArgs } from '../../../catalog/engines/parse-args';
import type { ServingBase } from '../adapter';
import { hubDownload, isRepository, VOCABULARY_FOLDER } from '../hub-download';

/** Flags whose values may be repositories: `--tokenizer org/name`, `--lora-modules sql=org/name`. */
const FLAGS_WITH_REPOSITORIES = ['--tokenizer', '--hf-config-path', '--lora-modules'];

export function vllmRepositories({ checkpoint, speculative, extraArgs }: Omit<ServingBase, 'startupSeconds'>): string[] {
  return [...new Set([checkpoint, speculative?.checkpoint ?? '', ...namedRepositories(extraArgs)])].filter(isRepository);
}

export function vllmDownload(spec: ServingBase, folder: string, marker: string): string[] {
  return hubDownload({ folder, marker: `${folder}/${marker}`, repositories: vllmRepositories(spec), vocabulary: speaksHarmony(spec) });
}

/** Models of OpenAI are prompted through openai/harmony, which has its own vocabulary. */
export function speaksHarmony({ replica }: Pick<ServingBase, 'replica'>): boolean {
  return replica.engine.parsersOf(replica.model.facts).reasoning === 'openai_gptoss';
}

export const vocabularyFolder = (weights: string): string => `${weights}/${VOCABULARY_FOLDER}`;

function namedRepositories(extraArgs: readonly string[]): string[] {
  const { flags } = parseArgs(extraArgs);
  return flags
    .filter(({ name }) => FLAGS_WITH_REPOSITORIES.includes(name))
    .flatMap(({ values }) => values.map((value) => value.replace(/^[\w.-]+=/, '')));
}
