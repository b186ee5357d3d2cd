/** Whether the nodes that Karpenter starts for a pool can hold what its pods load. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { KarpenterNodePools } from '../platform/karpenter/karpenter-node-pools';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { IDeployedPool } from './contract';
import type { PoolView } from './pool-view';
import { STARTED_NODE_RULES } from './rules';
import { weightsOf } from './serving';
import { foldersGiB } from './serving-pod';

/** A pool fits where one of its node pools can hold its pods. */
export function startedNodeFindings(pool: IDeployedPool): Finding[] {
  const view = pool.view();
  const started = SynthesisRegistry.of(pool)
    .registered(KarpenterNodePools.isKarpenterNodePools)
    .filter(({ cluster }) => cluster.identity.key === pool.cluster.identity.key);
  const disks = new Map(started.flatMap((one) => [...one.disks]));
  const known = view.nodes.nodePools.flatMap(({ name }) => {
    const diskGiB = disks.get(name);
    return diskGiB === undefined ? [] : [{ nodePool: name, diskGiB }];
  });
  if (known.length === 0 || known.length < view.nodes.nodePools.length) return [];
  const [largest] = known.sort((one, other) => other.diskGiB - one.diskGiB) as [(typeof known)[number]];
  const asked = { pool: view.name, asksGiB: asksGiB(view), ...largest };
  return evaluateRules(STARTED_NODE_RULES, asked).map((finding) => place(pool.node.path, finding));
}

function asksGiB(view: PoolView): number | null {
  const weights = weightsOf(view);
  const weightsGiB = weights.kind === 'ephemeral' ? weights.sizeGiB : 0;
  return weightsGiB === null
    ? null
    : Math.ceil(weightsGiB + foldersGiB({ ...view, hasOwnSharedMemory: view.nodes.sharing?.strategy !== 'mps' }));
}
