/** What fleets ask of a pool, as its prefill replicas see it. */
import { type PromptPool, prefillDemand } from '../../capacity/demand/prefill-demand';
import type { RoleDemand } from '../../capacity/demand/role-demand';
import type { RoleTraffic } from '../../economics/traffic-tokens';
import type { DemandSource } from '../pool-demand';
import type { PoolView } from '../pool-view';

/** @param decode the pool; asked when the app is synthesized */
export function prefillSource(source: DemandSource, decode: () => PoolView): DemandSource {
  const prompts = (demands: readonly RoleDemand[], peak = false) => {
    const pool = promptPool(decode(), peak);
    return pool === null ? demands : demands.map((demand) => prefillDemand(demand, pool));
  };
  const { atHour, traffic } = source;
  return {
    planned: () => prompts(source.planned()),
    peak: () => prompts(source.peak(), true),
    ...(atHour === undefined ? {} : { atHour: (hour: number) => prompts(atHour(hour)) }),
    ...(traffic === undefined ? {} : { traffic: () => traffic().map(promptsOf) }),
  };
}

/** Its prompts come from elsewhere, and what is cached is cached there. */
export function decodeSource(source: DemandSource): DemandSource {
  const { traffic } = source;
  return {
    ...source,
    ...(traffic === undefined
      ? {}
      : {
          traffic: () =>
            traffic().map(({ rate, ...role }) => ({ ...role, rate: rate === null ? null : { ...rate, cachedInputTokens: 0 } })),
        }),
  };
}

const promptsOf = ({ rate, ...role }: RoleTraffic): RoleTraffic => ({
  ...role,
  rate: rate === null ? null : { ...rate, outputTokens: 1 },
});

function promptPool({ replica, spec }: PoolView, peak: boolean): PromptPool | null {
  const { prefill } = replica;
  if (prefill === undefined || spec.prefill === undefined) return null;
  const { replicas = 1, scaling } = spec.prefill;
  const bounds = scaling === undefined ? { min: replicas, max: replicas } : { min: scaling.minReplicas, max: scaling.maxReplicas };
  return { prefill, replicas: peak ? bounds.max : bounds.min, decode: replica };
}
