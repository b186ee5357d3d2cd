import { readable } from '../core/readable';
import { parseProps } from '../core/schema';
import { chosenGpu } from './chosen-gpu';
import type { InferencePoolProps, InferencePoolSpec } from './inference-pool-props';
import { inferencePoolSchema } from './inference-pool-schema';
import type { ChosenGpu } from './judged-choice';

/** The props of a pool after their checks, with the card that was chosen where one was to be chosen. */
export function checkedPool(path: string, props: InferencePoolProps): [InferencePoolSpec, ChosenGpu | null] {
  const context = { path, className: 'InferencePool' };
  const chosen = readable(props, context, () => chosenGpu(path, props));
  return [parseProps(inferencePoolSchema, chosen === null ? props : { ...props, gpu: chosen.gpu }, context), chosen];
}
