/** One pool in place of several of the same model, where their busiest hours do not meet. */
import { formatInteger } from '../../core/format';
import { HOURS_PER_MONTH } from '../../core/units';
import type { PoolPlan } from '../../plan/sections/pool';
import type { MeasuredPoolReport } from '../measured-pool-report';
import { BUSIEST_USE, MOST_KV, type Proposal } from './proposal';

/** What has to be the same so that one engine can serve the roles of both. */
const alike = ({ cluster, model, engine, gpu, gpusPerReplica, precision, slices, sharing, engineOptions }: PoolPlan): string =>
  JSON.stringify([
    ...[cluster, model.checkpoint ?? model.huggingFaceId, engine.id, engine.version, gpu.id, gpusPerReplica, precision, slices, sharing],
    engineOptions.adapters?.map(({ name }) => name),
  ]);

export function shareProposals(pools: readonly MeasuredPoolReport[]): Proposal[] {
  const groups = new Map<string, MeasuredPoolReport[]>();
  for (const one of pools) groups.set(alike(one.planned.pool), [...(groups.get(alike(one.planned.pool)) ?? []), one]);
  return [...groups.values()].filter((group) => group.length > 1).flatMap(shareProposal);
}

function shareProposal(group: readonly MeasuredPoolReport[]): Proposal[] {
  const [first] = group;
  const price = first?.planned.pool.price ?? null;
  const running = group.map(({ load }) => load.replicas.mean);
  const needed = replicasTogether(group);
  if (first === undefined || price === null || needed === null || running.some((mean) => mean === null)) return [];
  const now = running.reduce<number>((sum, mean) => sum + (mean ?? 0), 0);
  if (needed >= now) return [];
  const names = group.map(({ label }) => label);
  const classes = new Set(group.flatMap(({ planned }) => planned.roles.map(({ latency }) => latency ?? 'none')));
  const saved = (now - needed) * first.planned.pool.gpusPerReplica * price.usdPerGpuHour * HOURS_PER_MONTH;
  return [
    {
      kind: 'share',
      pools: names,
      change: `one pool for the roles of ${group.map(({ planned }) => planned.pool.name).join(', ')}, with ${formatInteger(needed)} ${needed === 1 ? 'replica' : 'replicas'}`,
      why: `${names.join(' and ')} serve the same model on ${now.toPrecision(2)} replicas on average, and ${formatInteger(needed)} would have held every hour of both together`,
      provided:
        classes.size > 1
          ? "their latency classes differ: those who wait come first only with tuning: { scheduling: 'priority' }"
          : 'their longest contexts fit one limit',
      usdPerMonth: Math.round(saved),
    },
  ];
}

/** Replicas that every hour needs for the tokens and the KV cache of all; null where something was not recorded. */
function replicasTogether(group: readonly MeasuredPoolReport[]): number | null {
  const hours = Math.max(...group.map(({ load }) => load.written.length));
  // Where users wait a replica may be lost and another still answers.
  let most = group.some(({ plan }) => plan.firstTokenSeconds !== null) ? 2 : 1;
  let known = 0;
  for (let hour = 0; hour < hours; hour++) {
    const parts = group.map(({ load, planned: { pool } }) => {
      const [written = null, kv = null, writes = null] = [load.written[hour], load.kvReplicas[hour], pool.economics?.writesPerSecond];
      return written === null || kv === null || writes === null
        ? null
        : { byTokens: written / (writes * BUSIEST_USE), byCache: kv / MOST_KV };
    });
    if (parts.some((part) => part === null)) continue;
    known += 1;
    const sum = (of: 'byTokens' | 'byCache') => parts.reduce((total, part) => total + (part?.[of] ?? 0), 0);
    most = Math.max(most, Math.ceil(sum('byTokens')), Math.ceil(sum('byCache')));
  }
  // Hours in which one was down say nothing of both together.
  return known >= hours / 2 ? most : null;
}
