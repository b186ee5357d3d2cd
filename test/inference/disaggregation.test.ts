/** Prefill and decode on replicas of their own: two pools, the proxy before them, and what is refused. */
import { TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  type Fabric,
  FleetError,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  LiteLLMRouter,
  type LiteLLMRouterProps,
  Model,
  type NodePoolProps,
  ObservabilityStack,
  type RoleProps,
  Scaling,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';

const INFINIBAND = { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } } as const satisfies Fabric;
const hosts = (props: Partial<NodePoolProps> = {}): NodePoolProps => ({
  gpu: Gpu.H100_SXM,
  gpusPerNode: 8,
  nodes: 4,
  fabric: INFINIBAND,
  ...props,
});
const clusterOf = (nodePools?: Record<string, NodePoolProps>) =>
  Cluster.fromKubeconfig({
    context: 'prod-eu',
    apiServerCidrs: ['10.0.0.2/32'],
    ...(nodePools === undefined ? {} : { nodePools }),
  });

const split: InferencePoolProps = {
  cluster: clusterOf({ h100: hosts() }),
  model: Model.LLAMA_3_3_70B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  gpusPerReplica: 4,
  maxContextTokens: 16_384,
  replicas: 2,
  prefill: { replicas: 1 },
};

const RATED = { inputTokens: 11_600, outputTokens: 400, perMinute: 1 } as const;

function fleetOf(
  props: InferencePoolProps,
  role: Partial<RoleProps> = { request: RATED },
  sessionAffinity?: LiteLLMRouterProps['sessionAffinity'],
) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'research');
  const coder = new InferencePool(stack, 'coder', props);
  const router =
    sessionAffinity === undefined ? {} : { router: new LiteLLMRouter(stack, 'router', { cluster: props.cluster, sessionAffinity }) };
  const fleet = new AgentFleet(stack, 'agents', {
    ...router,
    cluster: props.cluster,
    topology: Topology.flat({ agents: ['coder'] }),
    concurrentWorkflows: 20,
    roles: { coder: { pool: coder, contextTokens: 12_000, ...role } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
  });
  return { app, stack, coder, fleet };
}

const synthesize = (props: InferencePoolProps = split, role?: Partial<RoleProps>) => templateOf(fleetOf(props, role).app, 'research');

const planned = (props: InferencePoolProps, role?: Partial<RoleProps>) =>
  templateOf(checkedAlone(fleetOf(props, role).app), 'research').plan();

function problemsOf(props: Partial<InferencePoolProps>, role?: Partial<RoleProps>) {
  try {
    return planned({ ...split, ...props }, role).findings;
  } catch (error) {
    if (error instanceof FleetError) return error.problems;
    throw error;
  }
}
const refusals = (props: Partial<InferencePoolProps>, role?: Partial<RoleProps>) =>
  problemsOf(props, role)
    .filter(({ code }) => ['AF-ENG-027', 'AF-CLU-064', 'AF-SPEC-001'].includes(code) || code.startsWith('AF-SPEC'))
    .map(({ code, severity, prop }) => `${code} ${severity} ${prop}`);

const manifestOf = (template: FleetTemplate, kind: string, name: string) => {
  const found = template.manifests().find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found as unknown as { readonly spec: Record<string, unknown>; readonly [field: string]: unknown };
};

interface Pod {
  readonly automountServiceAccountToken: boolean;
  readonly containers: readonly {
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string; readonly valueFrom?: unknown }[];
    readonly resources: { readonly limits: Readonly<Record<string, string>> };
    readonly ports: readonly object[];
  }[];
}
const podOf = (template: FleetTemplate, name: string) => (manifestOf(template, 'Deployment', name).spec['template'] as { spec: Pod }).spec;
const containerOf = (template: FleetTemplate, name: string) => podOf(template, name).containers[0] as Pod['containers'][number];
const poolOf = (template: FleetTemplate, name: string) => {
  const found = template.plan().pools.find((pool) => pool.name === name);
  if (found === undefined) throw new Error(`no pool ${name}`);
  return found;
};

describe('a 70B whose prompts have a replica of their own', () => {
  const template = synthesize();
  const [prefill, decode] = [poolOf(template, 'coder-prefill'), poolOf(template, 'coder')];

  test('is two pools with the flags of their stages', () => {
    const config = (name: string) => {
      const { args } = containerOf(template, name);
      return JSON.parse(args[args.indexOf('--kv-transfer-config') + 1] ?? '');
    };
    expect(config('coder-prefill')).toEqual({ kv_connector: 'NixlConnector', kv_role: 'kv_producer' });
    expect(config('coder')).toEqual({ kv_connector: 'NixlConnector', kv_role: 'kv_consumer' });
    expect(containerOf(template, 'coder').args).toContain('llama-3.3-70b-instruct');
  });

  test('each pod says its own address, and has its part of the adapters', () => {
    for (const name of ['coder-prefill', 'coder']) {
      const { env, resources } = containerOf(template, name);
      expect(env.find((variable) => variable.name === 'VLLM_NIXL_SIDE_CHANNEL_HOST')?.valueFrom).toMatchObject({
        fieldRef: { fieldPath: 'status.podIP' },
      });
      expect(resources.limits).toMatchObject({ 'nvidia.com/gpu': '4', 'rdma/ib': '4' });
    }
  });

  test('clients reach the proxy, which finds the pods of both by their labels', () => {
    const { args } = containerOf(template, 'coder-stages');
    expect(args.join(' ')).toBe(
      '--vllm-pd-disaggregation --service-discovery --service-discovery-namespace research --service-discovery-port 8000 ' +
        '--prefill-selector app.kubernetes.io/name=coder-prefill app.kubernetes.io/component=inference ' +
        '--decode-selector app.kubernetes.io/name=coder app.kubernetes.io/component=inference ' +
        '--policy consistent_hash --host 0.0.0.0 --port 8080 --prometheus-host 0.0.0.0 --prometheus-port 29000 --health-check-interval-secs 1 --health-failure-threshold 2 --log-level warning',
    );
    const config = manifestOf(template, 'ConfigMap', 'agents-router')['data'] as Record<string, string>;
    expect(config['config.yaml']).toContain('http://coder-stages.research.svc.cluster.local:8080/v1');
    expect(config['config.yaml']).toContain('forward_client_headers_to_llm_api');
  });

  test('the proxy alone has a token, for the pods of its namespace', () => {
    expect(podOf(template, 'coder-stages').automountServiceAccountToken).toBe(true);
    expect(podOf(template, 'coder').automountServiceAccountToken).toBe(false);
    expect(manifestOf(template, 'Role', 'coder-stages')['rules']).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
    ]);
  });

  test.each([
    [{ header: 'x-session-id' }, []],
    [{ header: 'x-conversation' }, ['sessionAffinity.header']],
    [false, ['sessionAffinity']],
  ] as const)('agents whose router says %p about sessions', (sessionAffinity, props) => {
    const { findings } = templateOf(fleetOf(split, undefined, sessionAffinity).app, 'research').plan();
    expect(findings.filter(({ code }) => code === 'AF-RTE-001').map(({ prop }) => prop)).toEqual(props);
  });

  test('replicas that answer reach those with the prompts, which reach nobody; the router reaches the proxy alone', () => {
    const edges = template
      .manifests()
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ metadata }) => metadata.name);
    expect(edges).toEqual(expect.arrayContaining(['coder-to-research-coder-prefill', 'coder-prefill-from-research-coder']));
    expect(edges).not.toContain('coder-prefill-to-research-coder');
    expect(edges).toContain('coder-stages-from-research-agents-router');
    expect(edges).not.toContain('coder-from-research-agents-router');
  });

  test('the demand is split: every session holds its context where answers are written, few are in their prompt', () => {
    expect(decode.demand).toMatchObject([{ sessions: 20, contextTokens: 12_000, rate: { outputTokens: 400 } }]);
    expect(prefill.demand).toMatchObject([
      { contextTokens: 11_601, rate: { requestsPerSecond: expect.closeTo(1 / 3, 6), inputTokens: 11_600, outputTokens: 1 } },
    ]);
    expect(prefill.demand[0]?.sessions).toBeLessThan(5);
    expect(decode.stages).toEqual({
      stage: 'decode',
      prefillPool: 'research/coder/prefill',
      gbitPerSecond: 1_600,
      gibPerThousandTokens: expect.closeTo(0.3076, 4),
    });
    expect(prefill.stages).toMatchObject({ stage: 'prefill', prefillPool: null });
  });

  test('both are paid, by the role that asks', () => {
    const [role] = template.plan().fleets[0]?.roles ?? [];
    expect(role?.economics?.usdPerHour.plan).toBeCloseTo((prefill.costPerHour.floor ?? 0) + (decode.costPerHour.floor ?? 0), 6);
    expect(role?.requestPass?.hops.map(({ hop }) => hop)).toEqual(['runtime', 'router', 'stage proxy', 'engine']);
    expect(role?.poolPath).toBe('research/coder');
  });

  test('they are not proposed as one pool, nor is another engine', () => {
    expect(template.plan().findings.map(({ code }) => code)).not.toEqual(expect.arrayContaining(['AF-CAP-011']));
  });
});

describe('the law', () => {
  const estimateOf = (props: InferencePoolProps, role?: Partial<RoleProps>) => planned(props, role).fleets[0]?.roles[0]?.estimate;
  const { prefill: _, ...whole } = split;

  test('answers have no prompts beside them', () => {
    const request = { inputTokens: 11_600, outputTokens: 400 };
    const [apart, together] = [estimateOf(split, { request }), estimateOf(whole, { request })];
    expect(apart?.concurrency).toBe(together?.concurrency);
    expect(apart?.perToken.likely).toBeLessThan(together?.perToken.likely ?? 0);
  });

  test('a slower fabric is a later first token', () => {
    const cluster = clusterOf({ h100: hosts({ fabric: { ...INFINIBAND, gbitPerSecond: 100 } }) });
    const [fast, slow] = [estimateOf(split), estimateOf({ ...split, cluster })];
    // 3.57 GiB of keys and values at 50 Gbit/s, the half of a node, take 0.61 s; at 1,600 Gbit/s 0.02 s.
    expect((slow?.firstToken.likely ?? 0) - (fast?.firstToken.likely ?? 0)).toBeGreaterThan(550);
    expect((slow?.firstToken.likely ?? 0) - (fast?.firstToken.likely ?? 0)).toBeLessThan(700);
  });

  test('prompts that are found in the cache lie where prompts are computed', () => {
    const cached = synthesize(split, { request: { ...RATED, cachedTokens: 11_000 } });
    expect(poolOf(cached, 'coder-prefill').demand).toMatchObject([{ sessions: 20, contextTokens: 12_000 }]);
  });

  test('without a rate all sessions may be in their prompt', () => {
    expect(poolOf(synthesize(split, {}), 'coder-prefill').demand).toMatchObject([{ sessions: 20, contextTokens: 12_000 }]);
  });

  test('more prompts than the prefill replicas compute are refused there', () => {
    const late = problemsOf({}, { request: { ...RATED, perMinute: 40, outputTokens: 10 } });
    expect(late.filter(({ severity, path }) => severity === 'error' && path === 'research/coder/prefill')).not.toEqual([]);
  });
});

test('both stages are watched and scaled apart', () => {
  const { stack, fleet, app } = fleetOf({
    ...split,
    replicas: undefined as never,
    scaling: Scaling.queueDepth({ min: 2, max: 3 }),
    prefill: { scaling: Scaling.queueDepth({ min: 1, max: 2 }), gpusPerReplica: 8, maxNumBatchedTokens: 16_384 },
  });
  new ObservabilityStack(stack, 'observability', { cluster: split.cluster, fleets: [fleet] });
  const template = templateOf(app, 'research');
  const named = (kind: string) =>
    template
      .manifests()
      .filter((object) => object.kind === kind)
      .map(({ metadata }) => metadata.name);
  expect(named('ScaledObject')).toEqual(expect.arrayContaining(['coder', 'coder-prefill']));
  const rules = JSON.stringify(template.manifests().filter(({ kind }) => kind === 'PrometheusRule'));
  expect(rules).toContain('coder-prefill');
  expect(rules).toContain('AgentFleetStageProxyDown');
  expect(rules).toContain('vllm_router_pd_prefill_errors_total{namespace=\\"research\\",pod=~\\"coder-stages-');
  expect(named('PodMonitor')).toEqual(expect.arrayContaining(['coder', 'coder-prefill', 'coder-stages']));
  const monitor = manifestOf(template, 'PodMonitor', 'coder-stages').spec;
  expect(monitor['podMetricsEndpoints']).toEqual([{ port: 'metrics', path: '/metrics', interval: '15s' }]);
  expect(containerOf(template, 'coder-stages').ports).toContainEqual({ name: 'metrics', containerPort: 29_000, protocol: 'TCP' });
  expect(named('NetworkPolicy')).toContain('coder-stages-from-monitoring-29000');
  const dashboards = JSON.stringify(template.manifests().filter(({ kind }) => kind === 'ConfigMap'));
  expect(dashboards).toContain('Failed requests of pools in two stages');
  expect(containerOf(template, 'coder-prefill').args.join(' ')).toContain('--max-num-batched-tokens 16384');
  expect(containerOf(template, 'coder-prefill').resources.limits).toMatchObject({ 'nvidia.com/gpu': '8', 'rdma/ib': '8' });
});

test('LoRA adapters take their memory on the GPUs of both stages: as much as on as many GPUs of a pool that does both', () => {
  const adapters = Array.from({ length: 8 }, (_, index) => ({ name: `support-${index}`, source: `acme/support-${index}`, rank: 64 }));
  const staged = { ...split, prefill: { replicas: 1, gpusPerReplica: 8 } };
  const weightsOf = (props: InferencePoolProps, name: string) =>
    poolOf(synthesize(props), name).memory.terms.find(({ id }) => id === 'weights')?.perGpuGiB ?? 0;
  const taken = (name: string) => Math.abs(weightsOf({ ...staged, adapters }, name)) - Math.abs(weightsOf(staged, name));
  const { prefill: _, ...whole } = split;
  const alone = (gpusPerReplica: number) =>
    Math.abs(weightsOf({ ...whole, gpusPerReplica, adapters }, 'coder')) - Math.abs(weightsOf({ ...whole, gpusPerReplica }, 'coder'));
  expect(taken('coder')).toBeGreaterThan(taken('coder-prefill'));
  expect(taken('coder')).toBeCloseTo(alone(4), 6);
  expect(taken('coder-prefill')).toBeCloseTo(alone(8), 6);
  for (const name of ['coder', 'coder-prefill'])
    expect(containerOf(synthesize({ ...staged, adapters }), name).args.join(' ')).toContain('--max-loras 8 --max-lora-rank 64');
});

describe('what is refused', () => {
  test('nothing of a pool that can be split', () => expect(refusals({})).toEqual([]));

  const onNodes = (props: Partial<NodePoolProps>) => ({ cluster: clusterOf({ h100: hosts(props) }) });
  test.each<[string, Partial<InferencePoolProps>, string[]]>([
    ['no fabric', { cluster: clusterOf({ h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 4 } }) }, ['AF-CLU-064 error prefill']],
    ['a fabric of TCP', onNodes({ fabric: { kind: 'ethernet', gbitPerSecond: 100 } }), ['AF-CLU-064 error prefill']],
    ['two node pools', { cluster: clusterOf({ a: hosts(), b: hosts() }) }, ['AF-CLU-064 error prefill']],
    [
      'a burst on other nodes',
      {
        cluster: clusterOf({ h100: hosts({ labels: { pool: 'h100' } }), spot: hosts({ labels: { pool: 'spot' }, purchase: 'spot' }) }),
        nodePool: 'h100',
        burstNodePools: ['spot'],
        replicas: undefined,
        scaling: Scaling.queueDepth({ min: 2, max: 3 }),
      } as never,
      ['AF-CLU-064 error prefill'],
    ],
    [
      'fewer adapters than pods',
      onNodes({ nodes: 2, fabric: { ...INFINIBAND, resources: { 'rdma/ib': 1 } } }),
      ['AF-CLU-064 error prefill'],
    ],
    ['nodes that nobody declares', { cluster: clusterOf() }, ['AF-CLU-064 warning prefill']],
    ['EFA, of whose plug-in nobody knows', onNodes({ fabric: { ...INFINIBAND, kind: 'efa' } }), ['AF-ENG-027 warning prefill']],
    ['an engine that does not split', { engine: Engine.sglang() }, ['AF-ENG-027 error prefill']],
    ['an older release', { engine: Engine.vllm({ version: '0.10.2' }) }, ['AF-ENG-027 error engine']],
    ['blocks in host memory', { offload: { kvCacheGiB: 64 } }, ['AF-ENG-027 error offload.kvCacheGiB']],
    ['scales of run time', { kvCacheDtype: 'fp8_per_token_head' }, ['AF-ENG-027 error kvCacheDtype']],
    ['pipeline stages', { parallelism: { pipeline: 2 } }, ['AF-ENG-027 error parallelism.pipeline']],
    ['sizes that do not divide', { gpusPerReplica: 4, prefill: { gpusPerReplica: 3 } }, ['AF-ENG-027 error prefill.gpusPerReplica']],
    [
      'heads that are held twice where prompts are computed',
      { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpusPerReplica: 2, prefill: { gpusPerReplica: 8 } },
      ['AF-ENG-027 error prefill.gpusPerReplica'],
    ],
    ['adapters', { adapters: [{ name: 'a', source: 'acme/a', rank: 8 }] }, ['AF-ENG-027 warning adapters']],
    ['an embedder', { model: Model.BGE_M3, gpusPerReplica: 1, maxContextTokens: 8_192 }, ['AF-ENG-027 error model']],
  ])('%s', (_name, props, expected) => {
    expect(refusals(props)).toEqual(expect.arrayContaining(expected));
  });

  test('EFA with an image of your own is taken', () => {
    const engine = Engine.vllm({ image: 'registry.example.com/vllm-with-efa' });
    expect(refusals({ ...onNodes({ fabric: { ...INFINIBAND, kind: 'efa' } }), engine })).not.toContain('AF-ENG-027 warning prefill');
  });

  test('an adapter for each pod, also where a node has fewer than it has room for', () => {
    expect(refusals(onNodes({ fabric: { ...INFINIBAND, resources: { 'rdma/ib': 1 } } }))).toEqual([]);
  });

  test('repairs of the replicas that compute prompts are what prefill takes', () => {
    const found = problemsOf({ cluster: clusterOf({ h100: hosts({ nodes: 8 }) }) }, { request: { ...RATED, perMinute: 6 } });
    const repairs = JSON.stringify(found.filter(({ path }) => path.endsWith('/prefill')).map((finding) => finding.repairs));
    expect(repairs).toContain('replicas');
    expect(repairs).not.toMatch(/parallelism\.pipeline|measured/);
  });

  test('a release is named once', () => {
    const found = problemsOf({ engine: Engine.vllm({ version: '0.10.2' }) }).find(
      ({ code, prop }) => code === 'AF-ENG-027' && prop === 'engine',
    );
    expect(found?.message).toBe('vLLM 0.10.2 is not known to hand prompts on between replicas');
  });

  test('a way that takes longer than the class leaves, with its bytes', () => {
    const slow = onNodes({ fabric: { ...INFINIBAND, gbitPerSecond: 100 } });
    const found = problemsOf(slow, { latency: 'chat', request: { outputTokens: 400, cachedTokens: 11_500 } });
    expect(found.find(({ code }) => code === 'AF-CLU-064')?.message).toMatch(
      /^coder: a prompt of 12,000 tokens is 3\.\d GiB of keys and values, which take 0\.\d\d s at 50 Gbit\/s; chat leaves 0\.5 s/,
    );
  });

  test('stages that sleep', () => {
    const schedule = {
      timeZone: 'Europe/Berlin',
      windows: { office: { days: ['mon'], from: '08:00', to: '18:00', replicas: 1 } },
    } as const;
    const asleep = Scaling.queueDepth({ min: 0, max: 2, schedule });
    expect(refusals({ prefill: { scaling: asleep } })).toEqual(['AF-SPEC-001 error prefill.scaling']);
    const { replicas: _, ...others } = split;
    expect(() => fleetOf({ ...others, scaling: asleep })).toThrow(/nothing wakes the two stages/);
  });
});

describe('the weights of both stages', () => {
  const weightsIn = (weights: Weights, more: Partial<InferencePoolProps> = {}) => {
    const template = synthesize({ ...split, weights, ...more });
    const named = (kind: string) =>
      template
        .manifests()
        .filter((object) => object.kind === kind)
        .map(({ metadata }) => metadata.name)
        .filter((name) => /weights|download|additions/.test(name))
        .map((name) => name.replace(/-[0-9a-f]{8}$/, ''))
        .sort();
    const mounted = (name: string) => /"claimName":"([^"]+)"/.exec(JSON.stringify(podOf(template, name)))?.[1] ?? '';
    const waits = (name: string) => /\[ -f [^\]]+\]/.exec(JSON.stringify(podOf(template, name)))?.[0];
    return { template, claims: named('PersistentVolumeClaim'), jobs: named('Job'), mounted, waits };
  };

  test('lie on one claim that many nodes mount, and come once', () => {
    const { claims, jobs, mounted, waits, template } = weightsIn(Weights.claim({ storageClass: 'shared-rwx' }));
    expect([claims, jobs]).toEqual([['coder-weights'], ['coder-download']]);
    expect(mounted('coder')).toMatch(/^coder-weights-/);
    expect(mounted('coder-prefill')).toBe(mounted('coder'));
    expect([waits('coder'), waits('coder-prefill')]).toEqual([expect.any(String), waits('coder')]);
    const [decode, prefill] = ['coder', 'coder-prefill'].map((name) => poolOf(template, name).weights);
    expect(decode?.downloads).toHaveLength(1);
    expect(decode).not.toHaveProperty('broughtBy');
    expect(prefill).toEqual({ from: 'claim', claim: mounted('coder'), broughtBy: 'coder', downloads: [] });
  });

  test('the claim is the one that the pool has alone: it stays when stages come apart, or together', () => {
    const weights = Weights.claim({ storageClass: 'shared-rwx' });
    const alone = weightsIn(weights, { prefill: undefined } as never);
    expect(weightsIn(weights).mounted('coder')).toBe(alone.mounted('coder'));
  });

  test('adapters and drafters of both come by one Job as well', () => {
    const adapters = [{ name: 'sql', source: 'acme/sql', rank: 16 }];
    const { claims, jobs } = weightsIn(Weights.claim({ storageClass: 'shared-rwx' }), { adapters });
    expect([claims, jobs]).toEqual([['coder-weights'], ['coder-additions', 'coder-download']]);
  });

  test('a claim that mounts on one node is one for each stage, whose replicas may be on two', () => {
    const { claims, jobs, mounted } = weightsIn(Weights.claim({ accessMode: 'ReadWriteOnce' }), { replicas: 1 });
    expect(claims).toEqual(['coder-prefill-weights', 'coder-weights']);
    expect(jobs).toEqual(['coder-download', 'coder-prefill-download']);
    expect(mounted('coder-prefill')).not.toBe(mounted('coder'));
  });
});
