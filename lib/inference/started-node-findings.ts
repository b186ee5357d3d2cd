/** Whether the nodes that Karpenter starts for a pool can hold what its pods load. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { KarpenterNodePools } from '../platform/karpenter/karpenter-node-pools';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { IGpuTenant } from './cluster-tenants';
import { coldStartSeconds } from './cold-start';
import type { IDeployedPool } from './contract';
import type { GpuTenant } from './gpu-tenant';
import { diskAsksGiB } from './pod-asks';
import { NODE_LIFE_RULES, STARTED_NODE_RULES } from './rules';
import { graceSeconds } from './serving-pod';
import type { StartedNode } from './started-node';

/** What the pods of a tenant need of a node that is started for them. */
export interface NodeNeeds extends Pick<StartedNode, 'asksGiB' | 'askedBy'> {
  readonly startSeconds: number;
  /** Seconds that a pod has to end when it is stopped. */
  readonly graceSeconds: number;
}

export function startedNodeFindings(pool: IDeployedPool): Finding[] {
  const view = pool.view();
  return nodeFindings(pool, { asksGiB: diskAsksGiB(view), startSeconds: coldStartSeconds(view), graceSeconds: graceSeconds(view.adapter) });
}

/** A tenant fits where one of its node pools can hold its pods. */
export function nodeFindings(tenant: IGpuTenant, needs: NodeNeeds): Finding[] {
  const view = tenant.view();
  const started = SynthesisRegistry.of(tenant)
    .registered(KarpenterNodePools.isKarpenterNodePools)
    .filter(({ cluster }) => cluster.identity.key === tenant.cluster.identity.key);
  const found = [...diskFindings(view, needs, started), ...lifeFindings(view, needs, started)];
  return found.map((finding) => place(tenant.node.path, finding));
}

function diskFindings(view: GpuTenant, { asksGiB, askedBy }: NodeNeeds, started: readonly KarpenterNodePools[]): UnplacedFinding[] {
  const disks = new Map(started.flatMap((one) => [...one.disks]));
  const known = view.nodes.nodePools.flatMap(({ name }) => {
    const diskGiB = disks.get(name);
    return diskGiB === undefined ? [] : [{ nodePool: name, diskGiB }];
  });
  if (known.length === 0 || known.length < view.nodes.nodePools.length) return [];
  const [largest] = known.sort((one, other) => other.diskGiB - one.diskGiB) as [(typeof known)[number]];
  const asked = { pool: view.name, asksGiB, ...largest, ...(askedBy === undefined ? {} : { askedBy }) };
  return evaluateRules(STARTED_NODE_RULES, asked);
}

/** Each node pool that a replica may be on is looked at: nobody chooses among them. */
function lifeFindings(
  view: GpuTenant,
  { startSeconds, graceSeconds: grace }: NodeNeeds,
  started: readonly KarpenterNodePools[],
): UnplacedFinding[] {
  const lives = new Map(started.flatMap((one) => [...one.lives]));
  return view.nodes.nodePools.flatMap(({ name }) => {
    const life = lives.get(name);
    const needs = { pool: view.name, nodePool: name, startSeconds, graceSeconds: grace };
    return life === undefined ? [] : evaluateRules(NODE_LIFE_RULES, { ...needs, ...life }, { environment: view.environment });
  });
}
