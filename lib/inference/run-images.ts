/** The image of what runs on GPUs beside the CPUs of their nodes: GH200, GB200 and GB300 stand beside Arm CPUs. */
import { cpuOfGpu } from '../catalog/cpu-architecture';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { isToken } from '../core/token';
import { RUN_IMAGE_RULES } from '../platform/rules';
import type { RunImages } from '../platform/rules/image-built-for-cpu';
import type { IGpuTenant } from './cluster-tenants';
import { isPool } from './gpu-tenant';

/** @param image as it is published; null where there is none, which AF-ENG-028 says */
export function runImageFindings(tenant: IGpuTenant, image: string | null): Finding[] {
  if (image === null || isToken(image)) return [];
  return evaluateRules(RUN_IMAGE_RULES, runImages(tenant, image)).map((finding) => place(tenant.node.path, finding));
}

function runImages(tenant: IGpuTenant, image: string): RunImages {
  const view = tenant.view();
  const { gpu } = view.spec;
  const { nodePools } = view.nodes;
  const pool = isPool(view) ? view : undefined;
  return {
    workload: pool === undefined ? `GPU service ${view.name}` : `pool ${view.name}`,
    prop: pool === undefined ? 'image' : 'engine',
    images: [{ image, architectures: tenant.cluster.imageArchitectures.of(image) }],
    nodes:
      nodePools.length === 0
        ? [{ name: `a node with ${gpu.name}`, cpuArchitecture: cpuOfGpu(gpu) ?? 'amd64' }]
        : nodePools.map(({ name, cpuArchitecture }) => ({ name: `node pool "${name}"`, cpuArchitecture })),
    repairs: (_images, architecture) =>
      pool === undefined
        ? [`an image that is built for ${architecture}`]
        : [`engine: ${pool.engine.factory}({ version: '${pool.engine.version}', image: '<your image for ${architecture}>' })`],
  };
}
