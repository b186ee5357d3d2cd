/** A slice of the card in place of the whole, where memory, tokens and first tokens of the busiest hour leave room. */
import { Gpu } from '../../catalog/gpu';
import { computeSlices } from '../../catalog/mig-layout';
import { formatPercent } from '../../core/format';
import { HOURS_PER_MONTH } from '../../core/units';
import type { PoolPlan } from '../../plan/sections/pool';
import { gpuInCode } from '../../planner/code/written';
import type { MeasuredPoolReport } from '../measured-pool-report';
import { BUSIEST_USE, MOST_KV, type Proposal } from './proposal';

export function sliceProposal({ planned: { pool }, plan, load, label }: MeasuredPoolReport): Proposal[] {
  const card = Gpu.byId(pool.gpu.id);
  const isWhole = pool.gpusPerReplica === 1 && pool.slices === undefined && pool.sharing === undefined;
  const writes = pool.economics?.writesPerSecond ?? null;
  const { busiest } = load.writes;
  if (card === undefined || !isWhole || pool.price === null || writes === null || busiest === null || load.kv.most === null) return [];
  if (load.replicas.mean === null) return [];
  const needed = memoryNeeded(pool, load.kv.most);
  const whole = Math.max(0, ...card.facts.mig.map(({ profile }) => computeSlices(profile)));
  const slices = card.facts.mig
    .filter(({ profile }) => computeSlices(profile) < whole)
    .map(({ profile }) => ({ profile, gpu: Gpu.mig(profile, card), share: computeSlices(profile) / whole }))
    .sort((one, other) => one.share - other.share);
  const fits = slices.find(({ gpu, share }) => {
    const memory = (gpu.facts.reportedMemoryGiB?.[0] ?? 0) * (pool.limits.gpuMemoryUtilization ?? 0.9);
    const late =
      plan.firstTokenSeconds !== null && load.firstTokenSeconds !== null && load.firstTokenSeconds / share > plan.firstTokenSeconds;
    return needed <= memory && busiest <= BUSIEST_USE * writes * share && !late;
  });
  if (fits === undefined) return [];
  const saved = load.replicas.mean * pool.price.usdPerGpuHour * (1 - fits.share) * HOURS_PER_MONTH;
  return [
    {
      kind: 'slice',
      pools: [label],
      change: `gpu: Gpu.mig('${fits.profile}', ${gpuInCode(card).verbatim}) of ${pool.name}, and mig of its node pool`,
      why: `the busiest hour of ${label} wrote ${formatPercent(busiest / writes)} of what a replica can, with ${formatPercent(load.kv.most)} of its KV cache; ${fits.profile} has ${formatPercent(fits.share)} of the card`,
      provided: 'other pools use the rest of the card, and the sessions that the plan names fit; the next synthesis says so',
      usdPerMonth: Math.round(saved),
    },
  ];
}

/** Weights and what the engine needs beside them, with the KV cache that was in use at most. */
function memoryNeeded({ memory }: PoolPlan, kvShare: number): number {
  const fixed = memory.terms
    .filter(({ id }) => ['weights', 'activation', 'nonTorch', 'graphs'].includes(id))
    .reduce((sum, { perGpuGiB }) => sum + Math.abs(perGpuGiB), 0);
  return fixed + (memory.kvGiBPerReplica * kvShare) / MOST_KV;
}
