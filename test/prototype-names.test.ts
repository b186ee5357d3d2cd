/** Names that every JavaScript object inherits are names like any other: they are used where the form allows them, and unknown where nobody gave them. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  Cluster,
  Engine,
  FleetPlatform,
  Gpu,
  InferencePool,
  isFleetError,
  LiteLLMRouter,
  Model,
  ObservabilityStack,
  Topology,
} from 'cdktf-agent-fleet';
import { own } from '../lib/core/own';
import { temporaryOutdir } from './setup/temporary-outdir';

const NAMES = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf', '__defineSetter__'];
const app = () => new App({ outdir: temporaryOutdir() });

/** Codes of what is refused; empty when all is well. */
function codesOf(build: () => unknown): readonly string[] {
  try {
    build();
    return [];
  } catch (error) {
    if (!isFleetError(error)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

test.each(NAMES)('a record holds nothing under "%s" unless somebody put it there', (name) => {
  expect(own({}, name)).toBeUndefined();
  expect(own(undefined, name)).toBeUndefined();
  expect(own(JSON.parse(`{"${name}": 1}`) as Record<string, number>, name)).toBe(1);
});

test.each(NAMES)('catalogs know no %s', (name) => {
  expect(Model.byId(name)).toBeUndefined();
  expect(Gpu.byId(name)).toBeUndefined();
  expect(Gpu.byProductName(name)).toBeUndefined();
  expect(Engine.vllm().knowsFlag(`--${name}`)).toBe('never');
  expect(Engine.vllm().knowsToolParser(name)).not.toBe('present');
  const codes = Engine.vllm()
    .checkExtraArgs([`--${name}`, 'x'], [])
    .map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.every((code) => code.startsWith('AF-ENG-02'))).toBe(true);
});

/** A fleet of one role with one name wherever the form allows it. */
function fleetOf(name: string, change: (props: AgentFleetProps) => object = () => ({})): App {
  const root = app();
  const stack = new TerraformStack(root, 's');
  const gpu = Gpu.A100_80GB_PCIE;
  const cluster = Cluster.fromKubeconfig({
    context: name,
    name,
    nodePools: { [name]: { gpu, gpusPerNode: 1, nodes: 4 }, cpu: { nodes: 2 } },
  });
  const pool = new InferencePool(stack, 'pool', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu,
    maxContextTokens: 8_192,
    nodePool: name,
  });
  const second = new InferencePool(stack, 'second', { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu, maxContextTokens: 8_192 });
  const router = new LiteLLMRouter(stack, 'router', { cluster, fallbacks: { [name]: ['other'] } });
  const props: AgentFleetProps = {
    cluster,
    router,
    topology: Topology.hierarchical({ orchestrator: name, workers: ['other'] }),
    concurrentWorkflows: 4,
    roles: { [name]: { pool, contextTokens: 4_000 }, other: { pool: second, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1', env: { [name]: 'x' } },
  };
  const fleet = new AgentFleet(stack, 'crew', { ...props, ...change(props) });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], slo: { ttftSeconds: { pool: 2 } } });
  return root;
}

// Only an id of a construct can it not be: the constructs library itself takes it for used.
test('"constructor" is a good name for a role, an alias, a node pool, a cluster and a variable', () => {
  expect(codesOf(() => fleetOf('constructor').synth())).toEqual([]);
});

test.each(['toString', '__proto__', 'hasOwnProperty'])('"%s" is refused by its form, with a code', (name) => {
  const codes = codesOf(() => fleetOf(name).synth());
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.every((code) => code.startsWith('AF-SPEC-'))).toBe(true);
});

test('a role of the topology that only objects inherit is not described', () => {
  const build = () =>
    fleetOf('writer', () => ({ topology: Topology.hierarchical({ orchestrator: 'constructor', workers: ['writer', 'other'] }) })).synth();
  expect(codesOf(build)).toContain('AF-SPEC-007');
});

test.each(NAMES)('%s is not a framework, quantization or number format', (name) => {
  const cluster = Cluster.fromKubeconfig({ context: 'c' });
  const pool = (props: object) =>
    new InferencePool(new TerraformStack(app(), 's'), 'p', {
      cluster,
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      gpu: Gpu.L40S,
      maxContextTokens: 4_096,
      ...props,
    });
  expect(codesOf(() => pool({ quantization: name }))).toEqual(['AF-SPEC-001']);
  expect(codesOf(() => pool({ kvCacheDtype: name }))).toEqual(['AF-SPEC-001']);
  expect(codesOf(() => pool({ [name === '__proto__' ? 'constructor' : name]: 1 }))).toEqual(['AF-SPEC-002']);
  expect(codesOf(() => fleetOf('writer', ({ runtime }) => ({ runtime: { ...runtime, framework: name } })))).toEqual(['AF-SPEC-001']);
});

test.each(NAMES)('chart values may hold the key %s, or are refused', (name) => {
  const values = JSON.parse(`{"${name}": {"${name}": "x"}}`) as Record<string, never>;
  const stack = new TerraformStack(app(), 's');
  const codes = codesOf(() => {
    new FleetPlatform(stack, 'operators', { cluster: Cluster.fromKubeconfig({ context: 'c' }), keda: { values } });
    (stack.node.root as App).synth();
  });
  expect(codes).toEqual(name === '__proto__' ? ['AF-SPEC-001', 'AF-SPEC-001'] : []);
});
