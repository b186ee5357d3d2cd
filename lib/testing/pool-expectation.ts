import { closest } from '../core/closest';
import type { FleetPlan } from '../plan/schema';
import type { PoolPlan } from '../plan/sections/pool';
import { differences, renderDifference } from './subset';
import { FleetTemplateError, listOf } from './template-error';

/** What a test may say about a pool of the plan. */
export interface PoolExpectation {
  /** Replicas that are always there. */
  readonly minReplicas?: number;
  /** Replicas that the scaler may reach. */
  readonly maxReplicas?: number;
  /** Id of the GPU, or words of its name: `A100-80GB` is any A100 with 80 GB. */
  readonly gpu?: string;
  readonly gpusPerReplica?: number;
  /** Id, Hugging Face id or served name of the model. */
  readonly model?: string;
  readonly verdict?: PoolPlan['verdict'];
  readonly namespace?: string;
  /** `max-model-len` of the engine, tokens. */
  readonly maxContextTokens?: number;
  /** Number format of the KV cache, e.g. `fp8`. */
  readonly kvCacheDtype?: string;
  /** USD per hour at the floor. */
  readonly costPerHour?: number;
}

/** @throws FleetTemplateError when there is no such pool, or when it is another than expected. */
export function expectPool(plan: FleetPlan, name: string, expected: PoolExpectation): void {
  const pool = plan.pools.find((candidate) => candidate.name === name);
  if (pool === undefined) throw missing(plan, name);
  const described = describe(pool, expected);
  const [compared, unknown] = parted(expected, Object.keys(described));
  const found = [
    ...unknown.map((key) => `hasPool compares no ${key}: ${listOf(Object.keys(described))}`),
    ...differences(compared, described).map(renderDifference),
  ];
  if (found.length > 0) throw new FleetTemplateError(`pool "${name}" of stack "${plan.stack}" is not as expected`, found);
}

function missing(plan: FleetPlan, name: string): FleetTemplateError {
  const names = plan.pools.map((pool) => pool.name);
  const suggestion = closest(name, names);
  const hint = suggestion === undefined ? [] : [`did you mean "${suggestion}"?`];
  return new FleetTemplateError(`stack "${plan.stack}" has no pool "${name}"`, [`pools: ${listOf(names)}`, ...hint]);
}

/** What is compared, and what an expectation without types says besides. */
function parted(expected: object, known: readonly string[]): readonly [object, string[]] {
  const compared = Object.entries(expected).filter(([key]) => known.includes(key));
  return [Object.fromEntries(compared), Object.keys(expected).filter((key) => !known.includes(key))];
}

/** The pool in the words of the expectation; a GPU or model that the expectation names in its own words is given back in them. */
function describe(pool: PoolPlan, expected: PoolExpectation): Required<PoolExpectation> {
  const models = [pool.model.id, pool.model.huggingFaceId, pool.model.servedName, ...(pool.model.aliases ?? [])];
  return {
    minReplicas: pool.replicas.min,
    maxReplicas: pool.replicas.max,
    gpu: expected.gpu !== undefined && isNamed(pool.gpu, expected.gpu) ? expected.gpu : `${pool.gpu.name} (${pool.gpu.id})`,
    gpusPerReplica: pool.gpusPerReplica,
    model: models.find((name) => name === expected.model) ?? pool.model.id,
    verdict: pool.verdict,
    namespace: pool.namespace,
    maxContextTokens: pool.limits.maxContextTokens,
    kvCacheDtype: pool.precision.kvCache,
    costPerHour: pool.costPerHour.floor ?? Number.NaN,
  };
}

/** Every word that is asked for is a word of the GPU's id or name. */
function isNamed(gpu: PoolPlan['gpu'], asked: string): boolean {
  const words = new Set([...wordsOf(gpu.id), ...wordsOf(gpu.name)]);
  return wordsOf(asked).every((word) => words.has(word));
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
