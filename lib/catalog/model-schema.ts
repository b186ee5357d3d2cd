/** Schema of a prop that takes a model of the catalog or of the user. */
import type { z } from 'zod';
import { branded } from '../core/schema';
import { Model } from './model';

const REPOSITORY = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;

/** `Model.QWEN3_8B` for an id, an alias or a repository; of one that the catalog does not know its config.json says what it is. */
export function modelMeant(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 200) return undefined;
  const name = value.trim();
  const model = Model.byId(name);
  if (model !== undefined) {
    const constant = Object.entries(Model).find(([, other]) => other === model)?.[0];
    return constant === undefined ? `Model.byId('${model.id}')` : `Model.${constant}`;
  }
  return REPOSITORY.test(name) ? `Model.fromConfig(<its config.json>, { id: '${name}' })` : undefined;
}

export const modelSchema: z.ZodType<Model, Model> = branded<Model>(Model.isModel, 'a Model, e.g. Model.LLAMA_3_1_8B_INSTRUCT', modelMeant);
