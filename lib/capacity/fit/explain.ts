/** The arithmetic of a finding in words: what was asked, what is there, line by line. */

import type { FindingDetail } from '../../core/finding';
import { formatBytes, formatGiB, formatInteger } from '../../core/format';
import { toGiB } from '../../core/units';
import type { RoleDemand } from '../demand/role-demand';
import { engineModelOf } from '../engines/registry';
import { gpusOfReplica } from '../gpus-of-replica';
import type { ReplicaSpec } from '../replica-spec';
import type { ReplicaSupply, TermId } from '../replica-supply';
import { type Balance, sessionBytes } from './balance';
import type { PoolInput } from './pool-input';

/** `25 sessions × 12,000 tokens`, or one such product per role, each with its fleet and role. */
export function askedFor(demands: readonly RoleDemand[]): string {
  const [only] = demands;
  if (only === undefined) return 'no sessions';
  if (demands.length === 1) return `${formatInteger(only.sessions)} sessions × ${formatInteger(only.contextTokens)} tokens`;
  const products = demands.map(
    (demand) => `${demand.fleet}/${demand.role} ${formatInteger(demand.sessions)} × ${formatInteger(demand.contextTokens)}`,
  );
  return `${products.join(' + ')} tokens`;
}

/** `one replica (2 × H100 PCIe) holds 66.1 GiB`. */
export function held(balance: Balance): string {
  const { replicas, replica } = balance.input;
  const gpus = `${gpusOfReplica(replica)} × ${replica.gpu.facts.name}`;
  return replicas === 1
    ? `one replica (${gpus}) holds ${formatGiB(balance.supplyGiB)}`
    : `${replicas} replicas (${gpus} each) hold ${formatGiB(balance.supplyGiB)}`;
}

/** Budget, bytes per token and, for several roles, the demand of each. */
export function arithmetic(balance: Balance): FindingDetail[] {
  return [...budgetLines(balance.input.replica, balance.supply), ...demandLines(balance.input, balance.supply)];
}

/** `79.1 GiB × 0.90 = 71.2   weights −33.8   …   → KV 33.0`, and bytes per token. */
export function budgetLines(spec: ReplicaSpec, supply: ReplicaSupply): FindingDetail[] {
  const term = (id: TermId) => (supply.terms.find((candidate) => candidate.id === id)?.perGpuGiB ?? 0).toFixed(1);
  const isShare = engineModelOf(spec).memoryShare.input === 'gpuMemoryUtilization';
  const share = isShare ? ` × ${spec.gpuMemoryUtilization.toFixed(2)} =` : ', of which the engine divides';
  const budget = `${term('physical')} GiB${share} ${term('budget')}`;
  const spent = `weights −${term('weights')}   activations −${term('activation')}   runtime −${term('nonTorch')}   graphs −${term('graphs')}`;
  const perGpu = { label: 'per GPU', text: `${budget}   ${spent}   → KV ${term('kvCache').replace('-', '−')}` };
  if (supply.kvBytesPerToken === 0) return [perGpu];
  return [perGpu, { label: 'per token', text: `${formatBytes(supply.kvBytesPerToken)} (${supply.kvFormula})` }];
}

function demandLines(input: PoolInput, supply: ReplicaSupply): FindingDetail[] {
  if (input.demands.length < 2) return [];
  return input.demands.map((demand) => {
    const gib = toGiB(demand.sessions * sessionBytes(input.replica, supply, demand.contextTokens));
    const text = `${demand.fleet}/${demand.role}: ${formatInteger(demand.sessions)} sessions (${demand.formula}) × ${formatInteger(demand.contextTokens)} tokens = ${formatGiB(gib)}`;
    return { label: 'demand', text };
  });
}
