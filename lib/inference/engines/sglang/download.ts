/** What an SGLang pool needs of the hub, and the command that brings it. */
import type { DownloadPart, ServingBase } from '../adapter';
import { hubDownload, isRepository, namedRepositories, pinned, speaksHarmony } from '../hub-download';

/** Flags whose values may be repositories. */
const FLAGS_WITH_REPOSITORIES = ['--tokenizer-path'];

/** Reasoning parser of models that speak harmony. */
export const HARMONY_PARSER = 'gpt-oss';

export function sglangRepositories({ checkpoint, adapters = [], extraArgs }: Omit<ServingBase, 'startupSeconds'>): string[] {
  return [
    ...new Set([checkpoint, ...adapters.map(({ source }) => source), ...namedRepositories(extraArgs, FLAGS_WITH_REPOSITORIES)]),
  ].filter(isRepository);
}

export function sglangDownload(spec: ServingBase, folder: string, marker: string, part?: DownloadPart): string[] {
  const { repositories, isAddition } = part ?? { repositories: sglangRepositories(spec), isAddition: false };
  const vocabulary = speaksHarmony(spec, HARMONY_PARSER) && !isAddition;
  return hubDownload({ folder, marker: `${folder}/${marker}`, repositories: pinned(repositories, spec), vocabulary, isAddition });
}
