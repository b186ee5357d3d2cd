/** One stack called `research` on one cluster, built by a test and synthesized with every check. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { Finding } from '../../lib/core/finding';
import { type FleetError, isFleetError } from '../../lib/core/fleet-error';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import { FleetNamespace } from '../../lib/security/fleet-namespace';
import type { Workload } from '../../lib/security/workload';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import type { KubernetesObject } from '../../lib/testing/kubernetes-view/kubernetes-object';
import { checkedAlone } from './checked-alone';
import { templateOf } from './template-of';
import { temporaryOutdir } from './temporary-outdir';

export interface Setting {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
}

export function research(build: (setting: Setting) => void, options: ClusterProps = {}): FleetTemplate {
  return templateOf(appWith(build, options), 'research');
}

/** The error with which the app is refused, be it by a constructor or at synthesis. */
export function refusal(build: (setting: Setting) => void): FleetError {
  try {
    checkedAlone(appWith(build, {})).synth();
  } catch (error) {
    if (isFleetError(error)) return error;
    throw error;
  }
  throw new Error('the app was not refused');
}

/** Whatever is wrong with an app, accepted or not. */
export function problemsOf(build: (setting: Setting) => void): readonly Finding[] {
  try {
    return findings(build);
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
}

/** Warnings and hints of an app that is accepted. */
export const findings = (build: (setting: Setting) => void): Finding[] =>
  foundIn(FleetTemplate.synth(checkedAlone(appWith(build, {})), 'research'));

/** What most apps of tests leave out: digests of their images, and what their nodes have beside GPUs. */
const LEFT_OUT = new Set(['AF-SUP-001', 'AF-CLU-072']);

/** Findings of a stack, but for what most tests leave out. */
export const foundIn = (template: FleetTemplate): Finding[] =>
  (template.plan().findings as Finding[]).filter(({ code }) => !LEFT_OUT.has(code));

/** The same where nobody calls the part, which is said of each such part (AF-CPU-042). */
export const foundAlone = (template: FleetTemplate): Finding[] => foundIn(template).filter(({ code }) => code !== 'AF-CPU-042');

function appWith(build: (setting: Setting) => void, options: ClusterProps): App {
  const app = new App({ outdir: temporaryOutdir() });
  build({ stack: new TerraformStack(app, 'research'), cluster: Cluster.fromKubeconfig({ context: 'prod-eu', ...options }) });
  return app;
}

export function pool({ stack, cluster }: Setting, id: string, props: Partial<InferencePoolProps> = {}): InferencePool {
  const small = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 };
  return new InferencePool(stack, id, { ...small, ...props });
}

/** A workload that calls services, as an agent runtime would. */
export function client({ stack, cluster }: Setting, name = 'agents', namespace = 'research'): Workload {
  cluster.provide(stack);
  return {
    owner: stack,
    name,
    namespace: FleetNamespace.of(stack, { namespace, terms: cluster.namespaceTerms, cluster: cluster.identity }),
    selector: { 'app.kubernetes.io/name': name },
  };
}

export function manifest<T>(template: FleetTemplate, kind: string, name: string): KubernetesObject & T {
  const found = template.manifests().find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found as KubernetesObject & T;
}

/** Names of the network policies of one workload, without those of the namespace. */
export function edgesOf(template: FleetTemplate, workload: string): string[] {
  return template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith(`${workload}-`))
    .map(({ metadata }) => metadata.name)
    .sort();
}

export interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly affinity: unknown;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes: readonly Readonly<Record<string, unknown>>[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly resources: { readonly requests: Readonly<Record<string, string>>; readonly limits: Readonly<Record<string, string>> };
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly [probe: string]: unknown;
}

export interface WithPod {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly metadata: { readonly annotations?: Record<string, string> }; readonly spec: PodSpec };
  };
}

/** What Pod Security "restricted" and this library ask of every container. */
export function expectRestricted(pod: PodSpec): void {
  expect(pod.automountServiceAccountToken).toBe(false);
  expect(pod.enableServiceLinks).toBe(false);
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
    expect(container.securityContext).toMatchObject({
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  }
}

/** CPU pods keep off nodes with a GPU. */
export const OFF_GPU_NODES = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: 'nvidia.com/gpu.present', operator: 'NotIn', values: ['true'] },
            { key: 'amd.com/gpu.device-id', operator: 'DoesNotExist' },
            { key: 'beta.amd.com/gpu.device-id', operator: 'DoesNotExist' },
            { key: 'feature.node.kubernetes.io/amd-gpu', operator: 'NotIn', values: ['true'] },
            { key: 'feature.node.kubernetes.io/amd-vgpu', operator: 'NotIn', values: ['true'] },
          ],
        },
      ],
    },
  },
};
