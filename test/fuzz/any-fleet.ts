/** Random fleets, built through the public constructs: most of them plausible, some with odd values from a dictionary. */
import { type App, TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  FleetPlatform,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  Model,
  Namespace,
  ObservabilityStack,
  Scaling,
  SecretRef,
  SessionStore,
  Speculative,
  StateStore,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import * as fc from 'fast-check';

/** What users and programs that write programs hand over by mistake. */
const ODD: readonly unknown[] = [
  undefined,
  null,
  '',
  ' ',
  '-',
  '--rm',
  'A',
  'a_b',
  'a'.repeat(70),
  'ü',
  '${x}',
  '{{ .V }}',
  'constructor',
  '__proto__',
  0,
  -1,
  0.5,
  1e12,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  () => 1,
  Symbol.iterator,
  10n,
];
const ODD_SHARE = 25;

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
type Mostly = <T>(arbitrary: fc.Arbitrary<T>) => fc.Arbitrary<T>;
/** Now and then the value is an odd one. */
const nowAndThen: Mostly = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: ODD_SHARE, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(...ODD) as fc.Arbitrary<T> });
const never: Mostly = (arbitrary) => arbitrary;

const SMALL = [Model.LLAMA_3_1_8B_INSTRUCT, Model.QWEN3_8B];
const MODELS = [
  ...SMALL,
  ...SMALL,
  ...SMALL,
  ...SMALL,
  ...SMALL,
  ...SMALL,
  ...SMALL,
  ...SMALL,
  Model.LLAMA_3_1_8B_INSTRUCT,
  Model.LLAMA_3_3_70B_INSTRUCT,
  Model.QWEN3_8B,
  ...Model.all().filter((_, index) => index % 9 === 0),
];
const ROOMY = [Gpu.L40S, Gpu.A100_80GB_PCIE, Gpu.H100_PCIE, Gpu.H200_SXM];
const GPUS = [
  ...ROOMY,
  ...ROOMY,
  ...ROOMY,
  Gpu.L4,
  Gpu.L40S,
  Gpu.A100_80GB_PCIE,
  Gpu.H100_PCIE,
  Gpu.H100_SXM,
  Gpu.H200_SXM,
  Gpu.B200,
  ...Gpu.all().filter((_, index) => index % 7 === 0),
];
const NAMES = ['planner', 'researcher', 'coder', 'reviewer', 'writer'] as const;

const anyPool = (mostly: Mostly) =>
  fc.record(
    {
      model: mostly(pick(...MODELS)),
      gpu: mostly(pick(...GPUS)),
      maxContextTokens: mostly(pick(16_384, 32_768)),
      gpusPerReplica: mostly(pick(undefined, undefined, 1, 2, 4)),
      quantization: mostly(pick(undefined, undefined, undefined, 'checkpoint', 'fp8', 'fp8', 'awq') as fc.Arbitrary<never>),
      kvCacheDtype: mostly(pick(undefined, undefined, 'auto', 'fp8') as fc.Arbitrary<never>),
      gpuMemoryUtilization: mostly(pick(undefined, 0.9, 0.925)),
      maxNumSeqs: mostly(pick(undefined, undefined, undefined, 256)),
      maxNumBatchedTokens: mostly(pick(undefined, undefined, 2_048, 8_192)),
      replicas: mostly(pick(undefined, 1, 2, 5)),
      bounds: maybe(fc.tuple(mostly(pick(1, 2)), mostly(pick(3, 8)))),
      version: mostly(pick(undefined, undefined, undefined, '0.30.0', '0.33.0', '0.26.0')),
      weights: pick('none', 'none', 'claim', 'once', 'existing', 'ephemeral'),
      token: fc.boolean(),
      checkpoint: mostly(pick<string | undefined>(undefined)),
      speculative: pick('none', 'none', 'none', 'none', 'lookup'),
      offload: maybe(fc.record({ kvCacheGiB: mostly(pick(8, 96)) })),
      tuning: maybe(fc.record({ enforceEager: fc.boolean() })),
      cpu: mostly(pick(undefined, undefined, '4', '500m')),
      memory: mostly(pick(undefined, undefined, '64Gi', '128Gi')),
      nodePool: mostly(pick<string | undefined>(undefined)),
      toolCalling: mostly(pick(undefined, undefined, false)),
      extraArgs: mostly(pick(undefined, undefined, ['--seed', '7'], ['--enable-lora'])),
      env: mostly(pick(undefined, undefined, { LOG: '1' })),
    },
    { noNullPrototype: true },
  );

const anyRole = (mostly: Mostly) =>
  fc.record({
    pool: fc.nat(2),
    contextTokens: mostly(pick(1_000, 4_000, 8_000)),
    latency: mostly(pick(undefined, undefined, undefined, 'chat', 'background') as fc.Arbitrary<never>),
    sharedPrefixTokens: mostly(pick(undefined, undefined, 500)),
    request: maybe(fc.record({ outputTokens: mostly(pick(100, 300)), cachedTokens: mostly(pick(0, 500)) })),
  });

const fleetOf = (mostly: Mostly) =>
  fc.record({
    ids: fc.record({
      stack: pick('research', 'research', 'Team_A'),
      fleet: mostly(pick('crew')),
      pools: fc.constant(['p-one', 'p-two', 'p-three']),
    }),
    nodes: maybe(fc.record({ gpusPerNode: mostly(pick(1, 4, 8)), count: mostly(pick(16, 64)) })),
    mirror: mostly(pick(undefined, undefined, 'registry.internal/mirror')),
    namespace: pick('none', 'none', 'own', 'existing'),
    pools: fc.array(anyPool(mostly), { minLength: 1, maxLength: 3 }),
    roles: fc.array(anyRole(mostly), { minLength: 1, maxLength: 4 }),
    topology: pick('flat', 'hierarchical', 'pipeline', 'routing', 'voting', 'loop'),
    workflows: mostly(pick(1, 5, 20)),
    peak: mostly(pick(undefined, undefined, 30)),
    embeddings: fc.boolean(),
    sessions: pick('made', 'made', 'off', 'existing'),
    state: pick('made', 'made', 'off', 'existing'),
    router: maybe(fc.record({ replicas: mostly(pick(1, 2, 3)), fallback: fc.boolean() })),
    framework: mostly(pick('langgraph', 'crewai', 'autogen', 'custom') as fc.Arbitrary<never>),
    image: mostly(pick('registry.example.com/agents:1')),
    port: mostly(pick(undefined, 8080)),
    observed: fc.boolean(),
    platform: pick('none', 'own', 'same'),
  });

export const anyFleet = fc.oneof({ weight: 2, arbitrary: fleetOf(never) }, { weight: 1, arbitrary: fleetOf(nowAndThen) });

export type FleetCase = typeof anyFleet extends fc.Arbitrary<infer T> ? T : never;
type PoolCase = FleetCase['pools'][number];

/** Builds the fleet; throws what the constructs throw. */
export function build(fleet: FleetCase): App {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', ...nodePools(fleet), ...defined({ registryMirror: fleet.mirror }) });
  const stack = new TerraformStack(app, fleet.ids.stack);
  if (fleet.platform !== 'none') {
    new FleetPlatform(fleet.platform === 'same' ? stack : new TerraformStack(app, 'platform'), 'operators', { cluster });
  }
  const namespace = { none: undefined, own: 'agents', existing: Namespace.existing('team') }[fleet.namespace];
  const at = { cluster, ...defined({ namespace }) };
  const pools = fleet.pools.map(
    (pool, index) => new InferencePool(stack, fleet.ids.pools[index] ?? 'p', { ...at, ...poolProps(pool) } as never),
  );
  const roles = Object.fromEntries(
    fleet.roles
      .slice(0, ROLES_OF[fleet.topology] ?? fleet.roles.length)
      .map(({ pool, ...role }, index) => [NAMES[index] as string, { pool: pools[pool % pools.length], ...defined(role) }]),
  );
  const embeddings = fleet.embeddings
    ? new InferencePool(stack, 'encoders', { ...at, model: Model.BGE_M3, gpu: Gpu.L40S, maxContextTokens: 8_192 })
    : undefined;
  const router =
    fleet.router === undefined
      ? undefined
      : new LiteLLMRouter(stack, 'router', { ...at, ...defined({ replicas: fleet.router.replicas }), ...fallbacks(fleet) } as never);
  const agents = new AgentFleet(stack, fleet.ids.fleet, {
    ...at,
    topology: topologyOf(fleet),
    concurrentWorkflows: fleet.workflows,
    roles,
    ...defined({ peakWorkflows: fleet.peak, embeddings, router, ...stores(fleet) }),
    runtime: { framework: fleet.framework, image: fleet.image, ...defined({ port: fleet.port }) },
  } as never);
  if (fleet.observed) new ObservabilityStack(stack, 'watch', { ...at, fleets: [agents] } as never);
  return app;
}

const SPECULATIVE = {
  none: () => undefined,
  lookup: () => Speculative.promptLookup({ tokens: 4 }),
  own: () => Speculative.ownLayers({ layers: 1, tokens: 1 }),
  draft: () => Speculative.draftModel({ drafter: Model.QWEN3_8B, tokens: 3 }),
} as const;

const defined = (props: object) => Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

function nodePools({ nodes, pools }: FleetCase): object {
  if (nodes === undefined) return {};
  const gpus = [...new Set([...pools.map(({ gpu }) => gpu), Gpu.L40S])].filter((gpu) => Gpu.isGpu(gpu));
  const named = gpus.map((gpu, index) => [
    index === 0 ? 'gpu' : `gpu-${index}`,
    { gpu, gpusPerNode: nodes.gpusPerNode, nodes: nodes.count },
  ]);
  return { nodePools: { ...Object.fromEntries(named), cpu: { nodes: 3 } } };
}

function poolProps({ bounds, version, weights, token, speculative, cpu, memory, ...pool }: PoolCase): object {
  return defined({
    ...pool,
    ...(bounds === undefined ? {} : { replicas: undefined, scaling: Scaling.queueDepth({ min: bounds[0], max: bounds[1] }) }),
    engine: version === undefined ? undefined : Engine.vllm({ version }),
    weights: {
      none: undefined,
      ephemeral: Weights.ephemeral(),
      claim: Weights.claim(),
      once: Weights.claim({ accessMode: 'ReadWriteOnce' }),
      existing: Weights.existingClaim('models'),
    }[weights],
    huggingFaceToken: token ? SecretRef.existing('hugging-face', 'token') : undefined,
    speculative: SPECULATIVE[speculative as keyof typeof SPECULATIVE](),
    resources: cpu === undefined && memory === undefined ? undefined : defined({ cpu, memory }),
  });
}

/** Roles that a topology takes, where it takes not all of them. */
const ROLES_OF: Readonly<Record<string, number>> = { voting: 1, loop: 2 };

function topologyOf({ topology, roles }: FleetCase): Topology {
  const [first, ...rest] = roles.map((_, index) => NAMES[index] as string);
  const name = first ?? 'planner';
  if (topology === 'voting') return Topology.voting({ voter: name, voices: 3 });
  if (topology === 'pipeline') return Topology.pipeline({ stages: [name, ...rest] });
  if (topology === 'hierarchical' && rest.length > 0) return Topology.hierarchical({ orchestrator: name, workers: rest });
  if (topology === 'routing' && rest.length > 0) {
    return Topology.routing({ router: name, targets: Object.fromEntries(rest.map((target) => [target, 1 / rest.length])) });
  }
  if (topology === 'loop' && rest[0] !== undefined) return Topology.evaluatorLoop({ generator: name, evaluator: rest[0], rounds: 2 });
  return Topology.flat({ agents: [name, ...rest] });
}

const fallbacks = ({ router, roles }: FleetCase) =>
  router?.fallback === true && roles.length > 1 ? { fallbacks: { planner: ['researcher'] } } : {};

function stores({ sessions, state }: FleetCase): object {
  const secret = SecretRef.existing('store', 'password');
  return {
    sessionStore: { made: undefined, off: false, existing: SessionStore.fromExisting({ host: 'redis.example.com', cidr: '10.0.0.0/24' }) }[
      sessions
    ],
    stateStore: {
      made: undefined,
      off: false,
      existing: StateStore.fromExisting({ host: 'db.example.com', cidr: '10.1.0.0/24', database: 'a', user: 'a', password: secret }),
    }[state],
  };
}
