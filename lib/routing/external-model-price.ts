import type { ApiPrice } from '../economics/crossover';
import type { ExternalModel } from './external-model';

/** What the tokens of a model cost; null where it has no price. */
export function apiPriceOfModel(model: ExternalModel | undefined): ApiPrice | null {
  const costs = model?.spec.costPerMillionTokens;
  return model === undefined || costs === undefined ? null : { name: `${model.spec.model} at ${model.host}`, ...costs };
}
