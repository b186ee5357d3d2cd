/** Pools that embed or rank, as a program writes them: no role has them, the fleet asks one of each kind. */
import type { ModelFacts } from '../../catalog/model-facts';
import type { Item } from '../item';
import type { PlannedFleet, PlannedPool } from '../planned-fleet';
import { variableOf, verbatim, type Written } from './written';

/** Prop of a fleet that takes a pool, by the kind of its model. */
const PROPS: Readonly<Record<Exclude<ModelFacts['kind'], 'llm'>, string>> = { embedding: 'embeddings', reranker: 'reranker' };
/** Prop of a role that says how often it asks that pool. */
const CALLS: Readonly<Record<string, string>> = { embeddings: 'embeddingCalls', reranker: 'rerankCalls' };

interface Encoder {
  readonly pool: PlannedPool;
  readonly prop: string;
}

/** Null for a pool that writes answers. */
const encoderOf = (pool: PlannedPool, items: readonly Item[]): Encoder | null => {
  const kind = items.flatMap(({ models }) => models).find(({ model }) => model.id === pool.model)?.model.facts.kind ?? 'llm';
  return kind === 'llm' ? null : { pool, prop: PROPS[kind] };
};

const encodersOf = ({ pools }: PlannedFleet, items: readonly Item[]): Encoder[] => pools.flatMap((pool) => encoderOf(pool, items) ?? []);

/** Names of the pools that no role can have. */
export const encodingPools = (plan: PlannedFleet, items: readonly Item[]): ReadonlySet<string> =>
  new Set(encodersOf(plan, items).map(({ pool }) => pool.name));

const firstOf = (encoders: readonly Encoder[], prop: string) => encoders.find((one) => one.prop === prop)?.pool;

/** `embeddings` and `reranker` of the fleet. */
export function encoderProps(plan: PlannedFleet, items: readonly Item[]): { readonly [prop: string]: Written | undefined } {
  const encoders = encodersOf(plan, items);
  const written = (pool: PlannedPool | undefined) => (pool === undefined ? undefined : verbatim(variableOf(pool.name)));
  return Object.fromEntries(Object.values(PROPS).map((prop) => [prop, written(firstOf(encoders, prop))]));
}

/**
 * What is left to do by hand.
 *
 * @param hasFleet false where nobody writes answers, so that there is no fleet
 */
export function encoderNotes(plan: PlannedFleet, items: readonly Item[], hasFleet: boolean): string[] {
  const encoders = encodersOf(plan, items);
  return encoders.map(({ pool, prop }) => {
    const variable = variableOf(pool.name);
    const asked = `${variable} serves ${pool.roles.join(', ')}`;
    if (!hasFleet) return `// ${asked}: hand it to a fleet as its ${prop}`;
    return firstOf(encoders, prop) === pool
      ? `// ${asked} as the ${prop} of the fleet: ${CALLS[prop]} of a role says how often it asks`
      : `// ${asked}: a fleet has one pool of ${prop}, so hand it to another fleet, or call it yourself`;
  });
}
