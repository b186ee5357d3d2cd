/** The pool of the replicas that compute the prompts of another: its props are those of the other but for what `prefill` says. */
import { MAX_SCALED_OBJECT, physicalName } from '../../core/names';
import { definedOnly } from '../../terraform/defined-only';
import type { InferencePoolProps, InferencePoolSpec } from '../inference-pool-props';

/** Id of its construct, a child of the other. */
export const PREFILL = 'prefill';

/** No longer than that of a pool may be. */
export const prefillName = (pool: string): string => physicalName([pool, PREFILL], MAX_SCALED_OBJECT);

/** What is of the replicas that write the answers alone. */
export const OF_DECODE = [
  'prefill',
  'name',
  'replicas',
  'scaling',
  'burstNodePools',
  'parallelism',
  'maxNumSeqs',
  'maxNumBatchedTokens',
  'measured',
] as const satisfies readonly (keyof InferencePoolSpec)[];

/** A spec as the props that it was made of. */
export const definedProps = (spec: InferencePoolSpec): InferencePoolProps => definedOnly(spec) as unknown as InferencePoolProps;

/** The pool of the prefill replicas of a pool; undefined where it computes its own prompts. */
export function prefillPool(spec: InferencePoolSpec): InferencePoolSpec | undefined {
  const { prefill, parallelism } = spec;
  if (prefill === undefined) return undefined;
  const shared = Object.fromEntries(Object.entries(spec).filter(([prop]) => !OF_DECODE.some((own) => own === prop)));
  const gpusPerReplica = prefill.gpusPerReplica ?? spec.gpusPerReplica;
  return {
    ...(shared as unknown as InferencePoolSpec),
    ...definedOnly(prefill),
    gpusPerReplica,
    ...(parallelism?.expert === true && gpusPerReplica > 1 ? { parallelism: { expert: true } } : {}),
  };
}
