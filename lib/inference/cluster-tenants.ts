/** All that takes GPUs of one cluster is judged together, once per synthesis. */
import type { IConstruct } from 'constructs';
import { brand, hasBrand } from '../core/brand';
import { strictly } from '../core/strict';
import type { Cluster } from '../platform/cluster';
import { KarpenterNodePools } from '../platform/karpenter/karpenter-node-pools';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { clusterFindings } from './cluster-findings';
import { isDeployed, isInferencePool } from './contract';
import { inPropsOfPool } from './disaggregation/prefill-findings';
import { type GpuTenant, isPool } from './gpu-tenant';

/** A construct whose pods take GPUs. */
export interface IGpuTenant extends IConstruct {
  readonly cluster: Cluster;
  view(): GpuTenant;
}

const GPU_SERVICE = 'GpuService';

export function brandGpuService(service: IGpuTenant): void {
  brand(service, GPU_SERVICE);
}

/** Recognises GPU services by their brand, so that two copies of the library agree. */
export const isGpuService = (value: unknown): value is IGpuTenant => hasBrand(value, GPU_SERVICE);

const isGpuTenant = (construct: IConstruct): construct is IGpuTenant =>
  isGpuService(construct) || (isInferencePool(construct) && isDeployed(construct));

/** All pools and GPU services of the cluster of this one, itself included. */
export function tenantsOf({ node, cluster: { identity } }: IGpuTenant): readonly IGpuTenant[] {
  const all = SynthesisRegistry.of(node.root).registered(isGpuTenant);
  return all.filter(({ cluster }) => cluster.identity.key === identity.key);
}

/** Node pools of its cluster whose disk is that of the node class of Karpenter. */
function startedDisks(tenant: IGpuTenant): ReadonlySet<string> {
  const started = SynthesisRegistry.of(tenant).registered(KarpenterNodePools.isKarpenterNodePools);
  const { key } = tenant.cluster.identity;
  return new Set(started.filter(({ cluster }) => cluster.identity.key === key).flatMap(({ disks }) => [...disks.keys()]));
}

/** Registers the findings between all pools and GPU services of the cluster of this one. */
export function judgeWithOthers(tenant: IGpuTenant): void {
  const registry = SynthesisRegistry.of(tenant);
  const { key } = tenant.cluster.identity;
  registry.registerShared(`pools of cluster ${key}`, () => {
    const views = tenantsOf(tenant).map((one) => one.view());
    const pools = new Map(views.filter(isPool).map((pool) => [pool.path, pool]));
    const findings = clusterFindings(views, startedDisks(tenant)).map((finding) => {
      const pool = pools.get(finding.path);
      return pool === undefined ? finding : inPropsOfPool(finding, pool);
    });
    return tenantsOf(tenant).some(({ cluster }) => cluster.strict) ? findings.map(strictly) : findings;
  });
}
