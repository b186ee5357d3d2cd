import { GPU_VENDORS } from '../catalog/gpu-vendors';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { deviceClassesOf } from '../platform/device-class';
import { FleetPlatform } from '../platform/fleet-platform';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { sharingConfigsOf, sliceLayouts } from './card-layout';
import type { IGpuTenant } from './cluster-tenants';
import { OFFERED_GPU_RULES } from './rules';

export function absentGpuOperatorFindings(pool: IGpuTenant): Finding[] {
  const { spec, nodes } = pool.view();
  const { gpu } = spec;
  if (!GPU_VENDORS[gpu.facts.vendor].byGpuOperator) return [];
  const platforms = SynthesisRegistry.of(pool)
    .registered(FleetPlatform.isFleetPlatform)
    .filter(({ cluster }) => cluster.identity.key === pool.cluster.identity.key);
  return platforms
    .flatMap(({ provides, installs, node }) =>
      evaluateRules(OFFERED_GPU_RULES, {
        gpu: gpu.name,
        cluster: pool.cluster.name,
        platform: node.path,
        hasOperator: provides.has('gpu-operator'),
        installsOperator: installs.has('gpu-operator'),
        deviceClasses: nodes.nodePools.flatMap(deviceClassesOf),
        configs: [...sliceLayouts(nodes.nodePools), ...sharingConfigsOf(nodes.nodePools)],
      }),
    )
    .map((finding) => place(pool.node.path, finding));
}
