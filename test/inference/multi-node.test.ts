/** Replicas on several nodes: the LeaderWorkerSet, its pods, its network and its scaling, and what is refused. */
import { TerraformStack, Testing } from 'cdktf';
import {
  Cluster,
  Engine,
  type Fabric,
  FleetError,
  FleetPlatform,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  type NodePoolProps,
  Scaling,
  Weights,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { renderChanges } from '../../lib/core/render-change';
import { templateOf } from '../setup/template-of';

const INFINIBAND = { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } } as const;
const ETHERNET = { kind: 'ethernet', gbitPerSecond: 100 } as const;
const hosts = (props: Partial<NodePoolProps> = {}): NodePoolProps => ({
  gpu: Gpu.H100_SXM,
  gpusPerNode: 8,
  nodes: 4,
  fabric: INFINIBAND,
  ...props,
});
const unjoined: NodePoolProps = { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 4 };
const clusterOf = (nodePools?: Record<string, NodePoolProps>) =>
  Cluster.fromKubeconfig({ context: 'prod-eu', ...(nodePools === undefined ? {} : { nodePools }) });
const cluster = clusterOf({ h100: hosts() });

const staged: InferencePoolProps = {
  cluster,
  model: Model.LLAMA_3_1_405B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  gpusPerReplica: 16,
  nodesPerReplica: 2,
  parallelism: { pipeline: 2 },
  maxContextTokens: 16_384,
};
const whole: InferencePoolProps = { ...staged, parallelism: { tensor: 16 }, engine: Engine.sglang() };

function synthesize(props: InferencePoolProps, name = 'giant'): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), name, props);
  return templateOf(app, 'models');
}

interface Container {
  readonly args: readonly string[];
  readonly ports?: readonly { readonly name: string }[];
  readonly resources: { readonly limits: Readonly<Record<string, string>>; readonly requests: Readonly<Record<string, string>> };
  readonly startupProbe?: {
    readonly httpGet: { readonly port: unknown };
    readonly periodSeconds: number;
    readonly failureThreshold: number;
  };
  readonly livenessProbe?: { readonly httpGet: { readonly path: string; readonly port: unknown } };
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
}

interface Template {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly { readonly name: string }[];
    readonly [field: string]: unknown;
  };
}

interface Groups {
  readonly replicas?: number;
  readonly startupPolicy: string;
  readonly rolloutStrategy: unknown;
  readonly leaderWorkerTemplate: {
    readonly size: number;
    readonly restartPolicy: string;
    readonly leaderTemplate: Template;
    readonly workerTemplate: Template;
  };
}

const objectOf = (template: FleetTemplate, kind: string, name?: string) => {
  const found = template.manifests().find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (found === undefined) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
};
const groupsOf = (template: FleetTemplate) => objectOf(template, 'LeaderWorkerSet')['spec'] as unknown as Groups;
const containerOf = ({ spec }: Template): Container => spec.containers[0] as Container;
const argsOf = (template: Template): string => containerOf(template).args.join(' ');

function problemsOf(props: InferencePoolProps) {
  try {
    return synthesize(props).plan().findings;
  } catch (error) {
    if (error instanceof FleetError) return error.problems;
    throw error;
  }
}
const codesOf = (props: InferencePoolProps) => problemsOf(props).map(({ code, severity }) => `${code} ${severity}`);

describe('405B on two nodes of eight H100', () => {
  const template = synthesize(staged);
  const { leaderWorkerTemplate: group, ...groups } = groupsOf(template);

  test('is one group of two pods with eight GPUs each, and no Deployment', () => {
    expect(template.manifests().map(({ kind }) => kind)).not.toContain('Deployment');
    expect(group).toMatchObject({ size: 2, restartPolicy: 'RecreateGroupOnPodRestart' });
    expect(groups).toMatchObject({ replicas: 1, startupPolicy: 'LeaderCreated' });
    for (const pod of [group.leaderTemplate, group.workerTemplate]) {
      const { limits, requests } = containerOf(pod).resources;
      expect(limits).toMatchObject({ 'nvidia.com/gpu': '8', 'rdma/ib': '8', memory: '256Gi' });
      expect(requests).toMatchObject({ 'nvidia.com/gpu': '8', 'rdma/ib': '8', cpu: '32' });
    }
  });

  test('leader and workers name each other as the engine wants it', () => {
    const both = '--tensor-parallel-size 8';
    expect(argsOf(group.leaderTemplate)).toContain(both);
    expect(argsOf(group.workerTemplate)).toContain(both);
    expect(argsOf(group.leaderTemplate)).toMatch(/--nnodes 2 --node-rank 0 --master-addr \$\(LWS_LEADER_ADDRESS\) --master-port 29501$/);
    expect(argsOf(group.workerTemplate)).toMatch(
      /--nnodes 2 --node-rank \$\(LWS_WORKER_INDEX\) --master-addr \$\(LWS_LEADER_ADDRESS\) --master-port 29501 --headless$/,
    );
  });

  test('requests and scrapes reach the leader alone', () => {
    const { selector } = objectOf(template, 'Service', 'giant')['spec'] as { selector: Record<string, string> };
    const holds = (labels: Readonly<Record<string, string>>) => Object.entries(selector).every(([key, value]) => labels[key] === value);
    expect(holds(group.leaderTemplate.metadata.labels)).toBe(true);
    expect(holds(group.workerTemplate.metadata.labels)).toBe(false);
    expect(containerOf(group.leaderTemplate).ports).toEqual([{ name: 'http', containerPort: 8000, protocol: 'TCP' }]);
    expect(containerOf(group.workerTemplate).ports).toBeUndefined();
  });

  test('a headless worker has no probe; the leader gets the time that its workers need to join', () => {
    const { startupProbe } = containerOf(group.leaderTemplate);
    expect((startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)).toBeGreaterThan(2_700);
    expect(containerOf(group.workerTemplate)).not.toHaveProperty('startupProbe');
    expect(containerOf(group.workerTemplate)).not.toHaveProperty('livenessProbe');
  });

  test('the engine waits as long for its workers as the probe does', () => {
    const ready = (containerOf(group.leaderTemplate) as unknown as { env: { name: string; value?: string }[] }).env;
    const { startupProbe } = containerOf(group.leaderTemplate);
    const seconds = Number(ready.find(({ name }) => name === 'VLLM_ENGINE_READY_TIMEOUT_S')?.value);
    expect((startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)).toBe(Math.ceil(seconds / 10) * 10);
  });

  test('a worker outlasts the drain of its leader', () => {
    const sleepOf = (pod: Template) => Number(containerOf(pod).lifecycle.preStop.exec.command[1]);
    expect(sleepOf(group.leaderTemplate)).toBe(15);
    expect(sleepOf(group.workerTemplate)).toBe(135);
    expect(Number(group.workerTemplate.spec['terminationGracePeriodSeconds'])).toBeGreaterThan(135);
  });

  test('its ranks reach each other on every port, and nobody else does', () => {
    const policies = template.manifests().filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes('itself'));
    expect(policies).toHaveLength(2);
    for (const { spec } of policies as unknown as { spec: { ingress?: { ports?: unknown }[]; egress?: { ports?: unknown }[] } }[]) {
      const [rule] = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
      expect(rule).not.toHaveProperty('ports');
    }
  });

  test('pods are written as Kubernetes reads them', () => {
    const { spec } = group.workerTemplate;
    expect(spec.initContainers?.map(({ name }) => name)).toEqual(['download']);
    expect(spec['securityContext']).toMatchObject({ runAsUser: 2000, fsGroup: 0 });
    expect(spec['tolerations']).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
    expect(spec['affinity']).toHaveProperty(
      'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.0.matchExpressions.0.key',
      'nvidia.com/gpu.product',
    );
    expect(spec.containers[0]).toHaveProperty('volumeMounts.0', { name: 'weights', mountPath: '/models' });
  });

  test('plan, quota and cost count all of its GPUs', () => {
    const [pool] = template.plan().pools;
    expect(pool).toMatchObject({ gpusPerReplica: 16, nodesPerReplica: 2, verdict: 'fits', parallelism: { tensor: 8, pipeline: 2 } });
    expect(pool?.costPerHour.floor).toBeCloseTo(16 * (pool?.price?.usdPerGpuHour ?? 0));
    expect(codesOf({ ...staged, cluster: clusterOf({ h100: hosts({ nodes: 1 }) }) })).toContain('AF-CLU-001 error');
  });
});

test('a group of SGLang probes its workers, which answer by number of the port', () => {
  const { leaderWorkerTemplate: group } = groupsOf(synthesize(whole));
  expect(argsOf(group.leaderTemplate)).toMatch(/--tp-size 16 .*--nnodes 2 --node-rank 0 --dist-init-addr \$\(LWS_LEADER_ADDRESS\):20000$/);
  expect(argsOf(group.workerTemplate)).toContain('--node-rank $(LWS_WORKER_INDEX)');
  expect(containerOf(group.workerTemplate).livenessProbe?.httpGet).toMatchObject({ path: '/health', port: 30000 });
  expect(containerOf(group.leaderTemplate).livenessProbe?.httpGet).toMatchObject({ path: '/health', port: 'http' });
});

test('an autoscaler scales groups, and owns their number', () => {
  const template = synthesize({ ...staged, scaling: Scaling.queueDepth({ min: 1, max: 2 }) });
  expect(groupsOf(template)).not.toHaveProperty('replicas');
  expect(objectOf(template, 'ScaledObject')).toHaveProperty('spec.scaleTargetRef', {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    name: 'giant-nodes',
  });
  const queries = JSON.stringify(objectOf(template, 'ScaledObject'));
  expect(queries).toContain('giant-nodes-[0-9]+(-[0-9]+)?');
});

test('a label of a rack keeps the nodes of a replica together', () => {
  const fabric = { ...INFINIBAND, topologyKey: 'example.com/rack' };
  const object = objectOf(synthesize({ ...staged, cluster: clusterOf({ h100: hosts({ fabric }) }) }), 'LeaderWorkerSet');
  expect(object.metadata.annotations).toMatchObject({ 'leaderworkerset.sigs.k8s.io/exclusive-topology': 'example.com/rack' });
  expect(objectOf(synthesize(staged), 'LeaderWorkerSet').metadata.annotations).not.toHaveProperty([
    'leaderworkerset.sigs.k8s.io/exclusive-topology',
  ]);
});

test('half a node asks for half of its adapters', () => {
  const { leaderWorkerTemplate: group } = groupsOf(
    synthesize({ ...staged, model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 8, parallelism: { pipeline: 2 } }),
  );
  expect(containerOf(group.leaderTemplate).resources.limits).toMatchObject({ 'nvidia.com/gpu': '4', 'rdma/ib': '4' });
});

describe('is refused', () => {
  test.each<[string, Partial<InferencePoolProps>, string]>([
    ['an engine that says nothing of several nodes', { engine: Engine.tensorRtLlm(), parallelism: { tensor: 16 } }, 'AF-ENG-045 error'],
    ['a release of vLLM without --nnodes', { engine: Engine.vllm({ version: '0.10.2' }) }, 'AF-ENG-027 error'],
    ['copies of the attention', { model: Model.DEEPSEEK_R1_0528, parallelism: { data: 2 } }, 'AF-ENG-027 error'],
    ['KV blocks in host memory', { offload: { kvCacheGiB: 8 } }, 'AF-ENG-027 error'],
    ['tensor parallel over nodes without a fabric', { ...whole, cluster: clusterOf({ h100: unjoined }) } as never, 'AF-CLU-013 error'],
    ['tensor parallel over TCP', { ...whole, cluster: clusterOf({ h100: hosts({ fabric: ETHERNET }) }) }, 'AF-CLU-013 error'],
    ['stages on nodes of unknown network', { cluster: clusterOf({ h100: unjoined }) }, 'AF-CLU-013 warning'],
    ['node pools that nobody declared', { cluster: clusterOf() }, 'AF-CLU-013 warning'],
    [
      'pods that may go to two node pools',
      { cluster: clusterOf({ a: hosts({ labels: { pool: 'a' } }), b: hosts({ labels: { pool: 'b' } }) }) },
      'AF-CLU-013 error',
    ],
    ['a claim of one node', { weights: Weights.claim({ accessMode: 'ReadWriteOnce' }) }, 'AF-PLT-004 error'],
    ['sixteen GPUs in a node of eight', { nodesPerReplica: 1 }, 'AF-CLU-004 error'],
    ['flags that the library sets', { extraArgs: ['--node-rank', '1'] }, 'AF-ENG-023 error'],
  ])('%s', (_, props, code) => {
    expect(codesOf({ ...staged, ...props })).toContain(code);
  });

  test.each([
    ['a group over EFA', whole],
    ['stages over EFA', staged],
  ])('%s is not known to find its plug-in, is refused where strict, and is accepted with an image of its own', (_, props) => {
    const nodePools = { h100: hosts({ fabric: { ...INFINIBAND, kind: 'efa' } }) };
    const over = { ...props, cluster: clusterOf(nodePools) };
    const [found] = problemsOf(over).filter(({ code }) => code === 'AF-CLU-013');
    expect(found).toMatchObject({ severity: 'warning', message: expect.stringContaining('aws-ofi-nccl') });
    const strict = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools, strict: true });
    expect(codesOf({ ...over, cluster: strict })).toContain('AF-CLU-013 error');
    const image = 'registry.example.com/engine-with-efa';
    const engine = props === whole ? Engine.sglang({ image }) : Engine.vllm({ image });
    expect(codesOf({ ...over, engine }).join()).not.toContain('AF-CLU-013');
  });

  test('stages over TCP, and a pinned node pool, are not', () => {
    expect(codesOf({ ...staged, cluster: clusterOf({ h100: hosts({ fabric: ETHERNET }) }) })).not.toContain('AF-CLU-013 error');
    const two = clusterOf({ a: hosts({ labels: { pool: 'a' } }), b: hosts({ labels: { pool: 'b' } }) });
    expect(codesOf({ ...staged, cluster: two, nodePool: 'a' })).not.toContain('AF-CLU-013 error');
  });

  test('a replica larger than a node is offered as many nodes as hold it', () => {
    const found = problemsOf({ ...staged, nodesPerReplica: 1 }).find(({ code }) => code === 'AF-CLU-004');
    expect(JSON.stringify(found?.repairs)).toContain('{"field":"nodesPerReplica","op":"set","value":2}');
  });

  test.each<[string, NodePoolProps, readonly string[]]>([
    ['on nodes with InfiniBand', hosts(), ['nodesPerReplica: 2', 'nodesPerReplica: 2, parallelism.pipeline: 2']],
    ['on nodes whose network nobody declares', unjoined, ['nodesPerReplica: 2, parallelism.pipeline: 2']],
    ['over TCP', hosts({ fabric: ETHERNET }), ['nodesPerReplica: 2, parallelism.pipeline: 2']],
  ])('a group larger than a node is offered nodes %s, and a stage on each', (_, h100, expected) => {
    const { nodesPerReplica: _nodes, parallelism: _spread, ...group } = staged;
    const found = problemsOf({ ...group, cluster: clusterOf({ h100 }) }).find(({ code }) => code === 'AF-CLU-004');
    const changes = found?.repairs.flatMap((one) =>
      typeof one === 'string' ? [] : 'change' in one ? [one.change] : [renderChanges(one.changes)],
    );
    expect(changes).toEqual(expected);
  });

  test.each<[Partial<InferencePoolProps>, RegExp]>([
    [{ nodesPerReplica: 3 }, /divisor of gpusPerReplica 16/],
    [{ gpusPerReplica: 12, parallelism: { tensor: 4, pipeline: 3 } }, /tensor 4 does not divide the 6 GPUs of a node/],
    [{ nodesPerReplica: 0 }, /nodesPerReplica/],
    [{ nodesPerReplica: 1.5 }, /nodesPerReplica/],
    [{ nodesPerReplica: 65 }, /nodesPerReplica/],
  ])('uneven nodes %j', (props, message) => {
    expect(() => synthesize({ ...staged, ...props })).toThrow(message);
  });

  test.each<[unknown, RegExp]>([
    [{ kind: 'infiniband', gbitPerSecond: 3_200 }, /resources of the RDMA device plugin/],
    [{ kind: 'ethernet', gbitPerSecond: 100, resources: { 'rdma/ib': 1 } }, /allowed no resources: ethernet needs no device plugin/],
    [{ kind: 'token-ring', gbitPerSecond: 16 }, /kind/],
    [{ ...INFINIBAND, gbitPerSecond: 0 }, /gbitPerSecond/],
    [{ ...INFINIBAND, topologyKey: 'no key' }, /topologyKey/],
  ])('a fabric %j', (fabric, message) => {
    expect(() => clusterOf({ h100: { ...unjoined, fabric: fabric as Fabric } })).toThrow(message);
  });
});

test('two pools cannot share the name of the Service that the operator makes', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'models');
  new InferencePool(stack, 'giant', staged);
  new InferencePool(stack, 'giant-nodes', {
    ...staged,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpusPerReplica: 1,
    nodesPerReplica: 1,
    parallelism: {},
  });
  expect(() => templateOf(app, 'models')).toThrow(/giant-nodes/);
});

test('what the pods of a pool hold is counted with its workers', () => {
  const app = Testing.app();
  const pool = new InferencePool(new TerraformStack(app, 'models'), 'giant', staged);
  const [, pattern = ''] = /pod=~"([^"]+)"/.exec(pool.metricSelector) ?? [];
  const matches = (pod: string) => new RegExp(`^${pattern}$`).test(pod);
  expect(['giant-nodes-0', 'giant-nodes-12', 'giant-nodes-0-1'].map(matches)).toEqual([true, true, true]);
  expect(['giant-7d9f-x2x4z', 'giant-nodes-sessions-0', 'giant-long-nodes-0', 'giant-nodes'].map(matches)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('a platform that lacks the operator is refused, and told what to type', () => {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'models');
  const operators = {
    prometheus: 'existing',
    keda: 'existing',
    gpuOperator: 'existing',
    externalSecrets: 'existing',
    postgresOperator: 'existing',
  } as const;
  new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, ...operators });
  new InferencePool(stack, 'giant', staged);
  expect(() => templateOf(app, 'models')).toThrow(/AF-PLT-003.*leader-worker-set[\s\S]*leaderWorkerSet: \{\}/);
});

test('the operator is a pinned release that the restricted level admits, with its image through the mirror', () => {
  const app = Testing.app();
  const mirrored = Cluster.fromKubeconfig({ context: 'prod-eu', registryMirror: 'registry.internal', imagePullSecrets: ['login'] });
  const operators = { prometheus: false, keda: false, gpuOperator: false, externalSecrets: false, postgresOperator: false } as const;
  new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster: mirrored, ...operators, leaderWorkerSet: {} });
  const template = templateOf(app, 'platform');
  const [release] = Object.values(template.json.resource?.['helm_release'] ?? {}) as { chart: string; version: string; values: string[] }[];
  expect(release).toMatchObject({ chart: 'lws', version: '0.10.0' });
  expect(JSON.parse(release?.values[0] ?? '{}')).toMatchObject({
    image: {
      manager: { repository: expect.stringMatching(/^registry\.internal\/.*lws\/lws$/), tag: 'v0.10.0', pullPolicy: 'IfNotPresent' },
    },
    imagePullSecrets: [{ name: 'login' }],
    podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(template.plan().images?.map(({ image }) => image)).toContainEqual(expect.stringContaining('lws/lws:v0.10.0'));
});

test('a proxy that chooses the replica itself finds leaders only', () => {
  const app = Testing.app();
  const pool = new InferencePool(new TerraformStack(app, 'models'), 'giant', staged);
  expect(pool.replicaHost()).toBe('giant-replicas.models.svc.cluster.local');
  const { selector } = objectOf(templateOf(app, 'models'), 'Service', 'giant-replicas')['spec'] as { selector: object };
  expect(selector).toMatchObject({ 'app.kubernetes.io/name': 'giant', 'agent-fleet/node': 'leader' });
});
