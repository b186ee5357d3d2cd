/** Everything that can be wrong with one tool on GPUs; what is wrong between it and the pools of its cluster is judged with these. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { absentGpuOperatorFindings } from '../inference/absent-gpu-operator';
import type { IGpuTenant } from '../inference/cluster-tenants';
import type { GpuServiceView } from '../inference/gpu-service-view';
import { TENANT_RULES } from '../inference/rules';
import { runImageFindings } from '../inference/run-images';
import type { ScaledWorkload } from '../inference/scaling-policy';
import { nodeFindings } from '../inference/started-node-findings';
import { unmadeSecrets } from '../security/made-secrets';
import { unusedFindings } from '../security/used-service';
import type { Workload } from '../security/workload';
import type { GpuServiceSpec } from './gpu-service-props';
import { GPU_SERVICE_RULES } from './rules';
import type { WiredPods } from './wired-pods';

/** A GPU service as it is judged. */
interface JudgedService extends IGpuTenant, ScaledWorkload {
  readonly spec: GpuServiceSpec;
  readonly kind: string;
  readonly workload: Workload;
  readonly graceSeconds: number;
  view(): GpuServiceView;
}

export function gpuServiceFindings(service: JudgedService, pods: WiredPods): Finding[] {
  const { spec, workload, node, cluster } = service;
  const { environment } = cluster;
  const view = service.view();
  const own = [
    ...evaluateRules(GPU_SERVICE_RULES, view, { environment }),
    ...evaluateRules(TENANT_RULES, view, { environment }),
    ...(spec.scaling?.findings(service) ?? []),
    ...unmadeSecrets(workload, spec.scaling?.secrets ?? {}, 'scaling.queue'),
  ].map((finding) => place(node.path, finding));
  const nodes = nodeFindings(service, {
    asksGiB: spec.scratchGiB + 1,
    askedBy: { prop: 'scratchGiB', value: spec.scratchGiB, repair: 'a smaller scratchGiB' },
    startSeconds: spec.startupSeconds,
    graceSeconds: service.graceSeconds,
  });
  const unused = spec.callers === undefined ? unusedFindings(service, 'services') : [];
  return [
    ...unused,
    ...own,
    ...pods.startFindings(),
    ...pods.wiringFindings(),
    ...absentGpuOperatorFindings(service),
    ...runImageFindings(service, spec.image),
    ...nodes,
  ];
}
