/** Names of a line that nothing has and that are nearly one of the catalog: typing errors, which are to be written anew. */
import { engineModelIds } from '../capacity/engines/registry';
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import { closest } from '../core/closest';
import type { SizeProblem } from './size-answer';
import type { SizeRequest } from './size-request';

/** Which names of the line nothing has. */
export interface UnknownNames {
  readonly model: boolean;
  readonly gpu: boolean;
  readonly engine: boolean;
}

/** An id of a catalog: a repository has a slash, and the product name of a card has spaces; of those there are more than any catalog knows. */
const IS_ID = /^[\w.-]+$/;

/** Ids as people look them up. */
const IDS: Readonly<Record<keyof UnknownNames, () => readonly string[]>> = {
  model: () => Model.all().map(({ id }) => id),
  gpu: () => Gpu.all().map(({ id }) => id),
  engine: engineModelIds,
};

/** What else would answer the question. */
const ALLOWED: Readonly<Record<keyof UnknownNames, string>> = {
  model: 'a catalog id, which agent-fleet models lists, or a Hugging Face repository; for others its config.json (modelConfig)',
  gpu: 'a catalog id, which agent-fleet gpus lists, or a product name; for others its memoryGiB',
  engine: 'an engine that is described',
};

export function nearNames(request: SizeRequest, unknown: UnknownNames): SizeProblem[] {
  return (['model', 'gpu', 'engine'] as const).flatMap((key) => {
    const name = request[key];
    const near = unknown[key] && name !== undefined && IS_ID.test(name) ? closest(name, IDS[key]()) : undefined;
    if (near === undefined) return [];
    return [
      {
        key,
        value: name,
        message: `${key} is '${name}', which nothing is called; did you mean '${near}'?`,
        allowed: ALLOWED[key],
        repair: `${key}: ${near}`,
      },
    ];
  });
}
