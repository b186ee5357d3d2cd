/** What a vLLM pool needs of the hub, and the command that brings it. */
import type { DownloadPart, ServingBase } from '../adapter';
import { hubDownload, isRepository, namedRepositories, pinned, speaksHarmony } from '../hub-download';

/** Flags whose values may be repositories. */
const FLAGS_WITH_REPOSITORIES = ['--tokenizer', '--hf-config-path', '--lora-modules'];

/** Reasoning parser of models that speak harmony. */
export const HARMONY_PARSER = 'openai_gptoss';

export function vllmRepositories({ checkpoint, speculative, adapters = [], extraArgs }: Omit<ServingBase, 'startupSeconds'>): string[] {
  const named = namedRepositories(extraArgs, FLAGS_WITH_REPOSITORIES);
  return [...new Set([checkpoint, speculative?.checkpoint ?? '', ...adapters.map(({ source }) => source), ...named])].filter(isRepository);
}

export function vllmDownload(spec: ServingBase, folder: string, marker: string, part?: DownloadPart): string[] {
  const { repositories, isAddition } = part ?? { repositories: vllmRepositories(spec), isAddition: false };
  const vocabulary = speaksHarmony(spec, HARMONY_PARSER) && !isAddition;
  return hubDownload({ folder, marker: `${folder}/${marker}`, repositories: pinned(repositories, spec), vocabulary, isAddition });
}
