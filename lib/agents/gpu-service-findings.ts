/** Everything that can be wrong with one tool on GPUs; what is wrong between it and the pools of its cluster is judged with these. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { absentGpuOperatorFindings } from '../inference/absent-gpu-operator';
import type { IGpuTenant } from '../inference/cluster-tenants';
import type { GpuServiceView } from '../inference/gpu-service-view';
import { TENANT_RULES } from '../inference/rules';
import type { ScaledWorkload } from '../inference/scaling-policy';
import { nodeFindings } from '../inference/started-node-findings';
import { unmadeSecrets } from '../security/made-secrets';
import { unusedFindings } from '../security/used-service';
import type { Workload } from '../security/workload';
import { workloadNameFindings } from '../security/workload-name';
import { wiredWays } from './data-ways';
import type { GpuServiceSpec } from './gpu-service-props';
import { identityFindings } from './identity-findings';
import { servicePartsFindings } from './parts-findings';
import { podsResidencyFindings } from './residency';
import { GPU_SERVICE_RULES } from './rules';
import { startedFindings } from './started-findings';
import { wired } from './wiring';
import { wiringFindings } from './wiring-findings';

/** A GPU service as it is judged. */
interface JudgedService extends IGpuTenant, ScaledWorkload {
  readonly spec: GpuServiceSpec;
  readonly kind: string;
  readonly workload: Workload;
  readonly graceSeconds: number;
  view(): GpuServiceView;
}

/** The autoscaler makes an HPA whose name has nine more letters. */
const MAX_NAME = 54;

/** @param provided variables that services set */
export function gpuServiceFindings(service: JudgedService, provided: Readonly<Record<string, unknown>>): Finding[] {
  const { spec, workload, node, name, cluster } = service;
  const { environment } = cluster;
  const services = wired(spec.services);
  const view = service.view();
  const named = { becomes: 'a Deployment and a Service', example: "new GpuService(stack, 'images', …)", max: MAX_NAME };
  const own = [
    ...identityFindings(spec),
    ...workloadNameFindings(name, { ...named, isGiven: spec.name !== undefined }),
    ...evaluateRules(GPU_SERVICE_RULES, view, { environment }),
    ...evaluateRules(TENANT_RULES, view, { environment }),
    ...(spec.scaling?.findings(service) ?? []),
    ...unmadeSecrets(workload, spec.scaling?.secrets ?? {}, 'scaling.queue'),
    ...wiringFindings({ services, client: workload, others: {}, environment }),
    ...podsResidencyFindings(service, 'GPU service', () => wiredWays(node.path, cluster, spec)),
  ].map((finding) => place(node.path, finding));
  const { image, env, args, runAsUser } = spec;
  const started = startedFindings({ path: node.path, workload, image, env, args, runAsUser, provided, onGpus: true });
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
    ...started,
    ...absentGpuOperatorFindings(service),
    ...nodes,
    ...servicePartsFindings('GPU service', service, services),
  ];
}
