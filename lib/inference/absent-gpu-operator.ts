import { type Finding, place } from '../core/finding';
import { FleetPlatform } from '../platform/fleet-platform';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { IInferencePool } from './contract';

/** AF-PLT-003: without a device plugin no node offers a GPU, and without labels none is found. */
export function absentGpuOperatorFindings(pool: IInferencePool): Finding[] {
  const { gpu } = pool.view().spec;
  if (gpu.facts.vendor !== 'NVIDIA') return [];
  const platforms = SynthesisRegistry.of(pool)
    .registered(FleetPlatform.isFleetPlatform)
    .filter(({ cluster }) => cluster.identity.key === pool.cluster.identity.key);
  return platforms
    .filter(({ provides }) => !provides.has('gpu-operator'))
    .map((platform) =>
      place(pool.node.path, {
        code: 'AF-PLT-003',
        severity: 'error',
        prop: 'cluster',
        value: pool.cluster.name,
        allowed: `gpuOperator: 'existing' in ${platform.node.path}, or installed there`,
        message: `${platform.node.path} says that cluster ${pool.cluster.name} has no GPU operator and gets none, so no node would offer ${gpu.name}`,
        repairs: ["gpuOperator: 'existing', where the cloud brings device plugin and labels", 'remove gpuOperator: false'],
      }),
    );
}
