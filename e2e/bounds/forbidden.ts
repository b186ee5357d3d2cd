/** What somebody might do to a fleet that runs, and what the API server answers. */
import type { KubeClient } from '../cluster/kube-client';
import { KubeError } from '../cluster/kube-error';
import { at, isRecord, type KubeObject, listAt } from '../cluster/kube-object';

export interface Act {
  readonly name: string;
  /** Part of the answer of the API server. */
  readonly refusedFor: RegExp;
  readonly act: (client: KubeClient) => Promise<unknown>;
}

const NAMESPACE = 'research';
const target = (apiVersion: string, kind: string, name: string): Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'> => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE },
});
const scale = (kind: string, name: string, replicas: number) => (client: KubeClient) =>
  client.patch(target('apps/v1', kind, name), { spec: { replicas } }, '/scale');

const HARDENED = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const SMALL = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } };
const OURS = 'registry.example.com/research-agents:1.4.2';

interface Stray {
  readonly image?: string;
  readonly resources?: { readonly requests: object; readonly limits: object };
  readonly labels?: Readonly<Record<string, string>>;
  readonly container?: object;
  readonly spec?: object;
}

/** A pod that nobody planned, but hardened, so that it is refused for what is asked and for nothing else. */
const stray =
  ({ image = OURS, resources = SMALL, labels = {}, container = {}, spec = {} }: Stray) =>
  (client: KubeClient): Promise<unknown> =>
    client.apply(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'stray', namespace: NAMESPACE, labels },
        spec: { ...spec, containers: [{ name: 'main', image, resources, securityContext: HARDENED, ...container }] },
      },
      'e2e',
      { dryRun: true },
    );

const CARD = { requests: { ...SMALL.requests, 'nvidia.com/gpu': '1' }, limits: { ...SMALL.limits, 'nvidia.com/gpu': '1' } };

export const FORBIDDEN: readonly Act[] = [
  { name: 'a pool scaled past its ceiling by hand', refusedFor: /no more replicas/, act: scale('Deployment', 'planner', 2) },
  { name: 'agents scaled past what the plan counted', refusedFor: /no more replicas/, act: scale('Deployment', 'research-agents', 3) },
  { name: 'a store with a second pod', refusedFor: /no more replicas/, act: scale('StatefulSet', 'research-sessions', 2) },
  {
    name: 'replicas written into a Deployment',
    refusedFor: /no more replicas/,
    act: (client) => client.patch(target('apps/v1', 'Deployment', 'encoders'), { spec: { replicas: 9 } }),
  },
  {
    name: 'a ScaledObject with a higher ceiling',
    refusedFor: /goes no further/,
    act: (client) => client.patch(target('keda.sh/v1alpha1', 'ScaledObject', 'workers'), { spec: { maxReplicaCount: 40 } }),
  },
  {
    name: 'an autoscaler beside KEDA',
    refusedFor: /goes no further/,
    act: (client) =>
      client.apply(
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'stray', namespace: NAMESPACE },
          spec: {
            minReplicas: 1,
            maxReplicas: 20,
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'planner' },
            metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
          },
        },
        'e2e',
        { dryRun: true },
      ),
  },
  { name: 'a miner: an image of nobody', refusedFor: /an image of the plan/, act: stray({ image: 'docker.io/example/miner:1' }) },
  {
    name: 'an image whose name begins like one of ours',
    refusedFor: /an image of the plan/,
    act: stray({ image: 'registry.example.com/research-agents-evil:1' }),
  },
  { name: 'a pod beside the pools that takes a GPU', refusedFor: /only where the plan has a pool/, act: stray({ resources: CARD }) },
  {
    name: 'a pod with the labels of a pool, on any node',
    refusedFor: /on the nodes that the plan names/,
    act: stray({
      resources: CARD,
      labels: { 'app.kubernetes.io/name': 'planner', 'app.kubernetes.io/component': 'inference' },
      spec: { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] },
    }),
  },
  {
    name: 'a pod without GPU on GPU nodes',
    refusedFor: /only where the plan sends it/,
    act: stray({ spec: { tolerations: [{ operator: 'Exists' }] } }),
  },
  {
    name: 'a pod that calls itself critical to the cluster, before which all others go',
    refusedFor: /only where the plan gives it/,
    act: stray({ spec: { priorityClassName: 'system-cluster-critical' } }),
  },
  { name: 'a pod that names its node', refusedFor: /the scheduler places/, act: stray({ spec: { nodeName: 'cpu-0' } }) },
  {
    name: 'a key written into the environment',
    refusedFor: /no secret is written/,
    act: stray({ container: { env: [{ name: 'OPENAI_API_KEY', value: 'not-a-real-key' }] } }),
  },
  {
    name: 'a key of a known form under another name',
    refusedFor: /no secret is written/,
    act: stray({ container: { env: [{ name: 'GREETING', value: `hf_${'a'.repeat(20)}` }] } }),
  },
  {
    name: 'an image exchanged in a Pod that runs',
    refusedFor: /an image of the plan/,
    act: async (client) => {
      const [pod] = (await client.list('v1', 'Pod', NAMESPACE)).filter(({ metadata }) => metadata.name.startsWith('research-agents-'));
      const [container] = listAt(at(pod, 'spec'), 'containers').filter(isRecord);
      const spec = { containers: [{ ...container, image: 'docker.io/example/miner:1' }] };
      return client.patch(target('v1', 'Pod', pod?.metadata.name ?? ''), { spec });
    },
  },
  {
    name: 'a debug container of nobody in a Pod that runs',
    refusedFor: /an image of the plan/,
    act: async (client) => {
      const [pod] = await client.list('v1', 'Pod', NAMESPACE);
      const debug = { name: 'debug', image: 'docker.io/example/shell:1', securityContext: HARDENED };
      return client.patch(
        target('v1', 'Pod', pod?.metadata.name ?? ''),
        { spec: { ephemeralContainers: [debug] } },
        '/ephemeralcontainers',
      );
    },
  },
  {
    name: 'Pod Security taken from the namespace',
    refusedFor: /keeps Pod Security/,
    act: (client) =>
      client.patch(
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
        { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } },
      ),
  },
  {
    name: 'pods beside the plan',
    refusedFor: /exceeded quota/,
    act: stray({ resources: { requests: { cpu: '60', memory: '16Mi' }, limits: { memory: '32Mi' } } }),
  },
  {
    name: 'a service that opens a port of every node',
    refusedFor: /exceeded quota/,
    act: (client) =>
      client.apply(
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'stray', namespace: NAMESPACE },
          spec: { type: 'NodePort', selector: { 'app.kubernetes.io/name': 'planner' }, ports: [{ port: 8000 }] },
        },
        'e2e',
        { dryRun: true },
      ),
  },
];

/** The answer of the API server; undefined where it does what is asked. */
export async function refusalOf(client: KubeClient, act: Act['act']): Promise<string | undefined> {
  try {
    await act(client);
    return undefined;
  } catch (error) {
    if (error instanceof KubeError) return error.message;
    throw error;
  }
}
