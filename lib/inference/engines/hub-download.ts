/**
 * Brings repositories of the Hugging Face hub into a folder with the library that the images of the engines have. Formats that no engine
 * reads stay away, as they do when an engine downloads by itself; code that a configuration names in another repository comes along.
 */
import { z } from 'zod';
import { parseArgs } from '../../catalog/engines/parse-args';
import { checkArguments } from '../../core/checked';
import { freeText } from '../../core/notion';
import { own } from '../../core/own';
import type { ServingBase } from './adapter';
import { ADDITIONS_PROGRAM, VOCABULARY_FOLDER, WHOLE_PROGRAM } from './hub-program';

export interface HubDownload {
  /** Folder of the weights. */
  readonly folder: string;
  /** File that is written last. */
  readonly marker: string;
  readonly repositories: readonly string[];
  /** The model speaks harmony and needs its vocabulary. */
  readonly vocabulary: boolean;
  /**
   * They lie beside a checkpoint: each is brought once, whatever comes with it later, and what neither these nor those before them name goes.
   * @default false
   */
  readonly isAddition?: boolean;
}

const argument = freeText('an argument of the download program, which reads it as data');
const downloadSchema = z.looseObject({
  folder: argument,
  marker: argument,
  repositories: z.array(argument),
  vocabulary: z.boolean(),
  isAddition: z.boolean().optional(),
});

/**
 * Command of a container that ends when everything is there.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function hubDownload(download: HubDownload): string[] {
  checkArguments('hubDownload', { download: downloadSchema }, { download });
  const { folder, marker, repositories, vocabulary, isAddition = false } = download;
  return ['python3', '-c', isAddition ? ADDITIONS_PROGRAM : WHOLE_PROGRAM, folder, marker, vocabulary ? 'yes' : 'no', ...repositories];
}

/** Repositories as the download is told them: `owner/name`, and the commit after an `@` where one is pinned. */
export const pinned = (repositories: readonly string[], { revisions = {} }: Pick<ServingBase, 'revisions'>): string[] =>
  repositories.map((repository) => {
    const commit = own(revisions, repository);
    return commit === undefined ? repository : `${repository}@${commit}`;
  });

/** `owner/name` is a repository of the hub; a path begins with a slash or a dot. */
export const isRepository = (checkpoint: string): boolean =>
  typeof checkpoint === 'string' && /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(checkpoint);

/** Repositories that arguments of the user name: `--tokenizer org/name`, `--lora-modules sql=org/name`. The engine itself loads nothing from the hub. */
export function namedRepositories(extraArgs: readonly string[], flags: readonly string[]): string[] {
  return parseArgs(extraArgs)
    .flags.filter(({ name }) => flags.includes(name))
    .flatMap(({ values }) => values.map((value) => value.replace(/^[\w.-]+=/, '')));
}

/** Models of OpenAI are prompted through openai/harmony, which has its own vocabulary. Engines call its parser by names of their own. */
export const speaksHarmony = ({ replica }: Pick<ServingBase, 'replica'>, parser: string): boolean =>
  replica.engine.parsersOf(replica.model.facts).reasoning === parser;

export const vocabularyFolder = (weights: string): string => `${weights}/${VOCABULARY_FOLDER}`;
