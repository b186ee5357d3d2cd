/** Every code that no rule owns is raised once, and its message says which prop, which value, what is allowed and what to type. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { App, Aspects, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Engine,
  type Finding,
  FleetPlatform,
  Gpu,
  InferencePool,
  isFleetError,
  Model,
  SecretRef,
  SessionStore,
  StateStore,
  Topology,
  type UnplacedFinding,
  VectorStore,
} from 'cdktf-agent-fleet';
import { checkShares, engineToSize } from 'cdktf-agent-fleet/capacity';
import { checkAgainstApi } from 'cdktf-agent-fleet/economics';
import { CODES } from '../lib/core/codes';
import { evaluateRules } from '../lib/core/evaluate-rules';
import type { Rule } from '../lib/core/rule';
import { ALL_RULES } from '../lib/policies/all-rules';
import { temporaryOutdir } from './setup/temporary-outdir';
import { unsaid } from './support/message-quality';
import { TOY } from './support/toy-engine/definition';

const cluster = Cluster.fromKubeconfig({
  context: 'prod-eu',
  nodePools: { a100: { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 1, nodes: 4 }, cpu: { nodes: 2 } },
});
const small = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 };
const runtime = { framework: 'crewai', image: 'registry.example.com/agents:1' } as const;

type Loose = Record<string, unknown>;
const pool = (stack: TerraformStack, props: Loose = {}) => new InferencePool(stack, 'p', { ...small, ...props } as never);

const REPLICA = {
  model: Model.MISTRAL_7B_INSTRUCT_V0_3,
  gpu: Gpu.H100_PCIE,
  engine: engineToSize('vllm', '0.30.0'),
  tensorParallel: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 8_192,
} as const;

const BROKEN_RULE: Rule<object> = {
  id: 'broken',
  code: 'AF-CAP-001',
  title: '',
  why: '',
  fix: '',
  severity: 'error',
  check: () => {
    throw new TypeError('a mistake of the rule');
  },
};

/** What raises each code. */
const CASES: Readonly<Record<string, (stack: TerraformStack) => unknown>> = {
  'AF-SPEC-001': (s) => pool(s, { maxContextTokens: '8k' }),
  'AF-SPEC-002': (s) => pool(s, { maxContextToken: 8_192 }),
  'AF-SPEC-003': (s) => [new TerraformOutput(s, 'p', { value: '1' }), pool(s)],
  'AF-SPEC-004': (s) => pool(s, { env: { HF_TOKEN: 'hf_0123456789' } }),
  'AF-SPEC-005': (s) => pool(s, { replicas: new TerraformVariable(s, 'n', { type: 'number' }).numberValue }),
  'AF-SPEC-006': (s) => new InferencePool(s, 'Planner_1', small),
  'AF-SPEC-008': (s) => new InferencePool(s.node.root as TerraformStack, 'p', small),
  'AF-SPEC-011': () => {
    const app = new App({ outdir: temporaryOutdir(), hclOutput: true });
    return pool(new TerraformStack(app, 's'));
  },
  'AF-SPEC-012': (s) => pool(s, { namespace: 'default' }),
  'AF-SPEC-025': (s) => {
    const roles = { writer: { pool: pool(s), contextTokens: 4_000 } };
    const later = new TerraformStack(s.node.root, 'later');
    const topology = Topology.flat({ agents: ['writer'] });
    const visit = (node: unknown) => {
      if (node === later) new AgentFleet(later, 'crew', { cluster, topology, concurrentWorkflows: 2, roles, runtime });
    };
    Aspects.of(later).add({ visit });
  },
  'AF-ENG-021': (s) => pool(s, { extraArgs: ['--swap-space', '4'] }),
  'AF-ENG-022': (s) => pool(s, { extraArgs: ['--make-it-fast'] }),
  'AF-ENG-023': (s) => pool(s, { extraArgs: ['--max-model-len', '4096'] }),
  'AF-ENG-024': (s) => pool(s, { extraArgs: ['--block-size', 'seven'] }),
  'AF-ENG-025': (s) => pool(s, { env: { VLLM_ATTENTION_BACKEND: 'FLASHINFER' } }),
  'AF-ENG-026': (s) => pool(s, { model: Model.MINIMAX_M1_80K }),
  'AF-ENG-027': (s) => pool(s, { kvCacheDtype: 'nvfp4' }),
  'AF-ENG-030': (s) => pool(s, { engine: Engine.of({ ...TOY, id: 'unknown', name: 'Unknown' }) }),
  'AF-ENG-031': (s) => pool(s, { model: Model.NVIDIA_NEMOTRON_NANO_9B_V2 }),
  'AF-ENG-032': (s) => pool(s, { extraArgs: ['--num-gpu-blocks-override', '9'] }),
  'AF-ENG-076': (s) => pool(s, { extraArgs: ['--kv-offloading-backend', 'lmcache'] }),
  'AF-ENG-077': (s) =>
    pool(s, { engine: Engine.textGenerationInference({ image: 'registry.example.com/tgi' }), extraArgs: ['--env', '--env'] }),
  'AF-ENG-033': (s) => pool(s, { quantization: 'mxfp4' }),
  'AF-ENG-034': (s) => pool(s, { engine: Engine.vllm({ version: '99.0.0' }) }),
  'AF-CLU-001': (s) => pool(s, { replicas: 9 }),
  'AF-CLU-008': (s) => {
    const other = Cluster.fromKubeconfig({
      context: 'prod-us',
      nodePools: { a100: { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 1, nodes: 4 } },
    });
    new InferencePool(s, 'a', { ...small, namespace: 'a' });
    new InferencePool(s, 'b', { ...small, cluster: other, namespace: 'b' });
    new ConfigMapV1(s, 'mine', { metadata: { name: 'mine', namespace: 'a' } });
  },
  'AF-SPEC-010': (s) => {
    const sessionStore = new SessionStore(s, 'sessions', { cluster });
    new AgentRuntime(s, 'agents', { ...runtime, cluster, namespace: 'elsewhere', services: [sessionStore] });
  },
  'AF-SPEC-013': (s) => pool(s, { env: { KEY: SecretRef.generated('key') } }),
  'AF-CPU-008': (s) => new SessionStore(s, 'sessions', { cluster, memoryGiB: 4, storageGiB: 7 }),
  'AF-CPU-018': (s) => new VectorStore(s, 'memory', { cluster, dimensions: 1_024, vectors: 1_000_000, memoryGiB: 4 }),
  'AF-CPU-019': (s) => new VectorStore(s, 'memory', { cluster, dimensions: 1_024, vectors: 1_000_000, storageGiB: 7 }),
  'AF-CPU-021': (s) => VectorStore.pgvector(new StateStore(s, 'state', { cluster }), { dimensions: 768, vectors: 1_000 }),
  'AF-PLT-001': (s) => new FleetPlatform(s, 'operators', { cluster, keda: { values: { crds: { install: false } } } }),
  'AF-PLT-002': (s) =>
    new FleetPlatform(s, 'operators', {
      cluster: Cluster.fromKubeconfig({ context: 'c', prometheusUrl: 'http://prometheus.observability.svc:9090' }),
    }),
  'AF-PLT-003': (s) => {
    new FleetPlatform(new TerraformStack(s.node.root, 'platform'), 'operators', { cluster, externalSecrets: false });
    new SessionStore(s, 'sessions', { cluster });
  },
  'AF-SEC-010': (s) => pool(s, { extraArgs: ['--trust-remote-code'] }),
  'AF-STO-001': (s) => new SessionStore(s, 'sessions', { cluster }),
  'AF-STO-002': (s) => new StateStore(s, 'state', { cluster, deletionProtection: false }),
};

/** Codes of functions that are called by themselves. */
const OF_FUNCTIONS: Readonly<Record<string, () => readonly UnplacedFinding[]>> = {
  'AF-CAP-006': () =>
    checkShares([0.5, 0.45].map((gpuMemoryUtilization) => ({ spec: { ...REPLICA, gpuMemoryUtilization }, demandGiB: 5 }))),
  'AF-COST-004': () => checkAgainstApi(2.01, { tokensPerHour: 416_667, usdPerMTokens: 0.4, tokensPerSecond: 1_500 }),
  'AF-INT-002': () => evaluateRules([BROKEN_RULE], {}),
};

/** Codes with tests of their own, where they need a world around them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'AF-INT-001': 'test/core/fleet-error.test.ts: an error without a problem is a mistake of the library',
  'AF-POL-005': 'test/policies/apply.test.ts: a rule of a user that throws, or answers nothing',
  'AF-VIEW-001': 'test/testing/kubernetes-view.test.ts: what the view does not know',
};

function problemsOf(build: (stack: TerraformStack) => unknown): readonly Finding[] {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 's');
  try {
    build(stack);
    app.synth();
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
  // Warnings do not stop the synthesis: they stand in the plan.
  const plan = readFileSync(join(app.outdir, 'stacks/s/fleet.plan.json'), 'utf8');
  return (JSON.parse(plan) as { readonly findings: Finding[] }).findings;
}

test.each(Object.entries(OF_FUNCTIONS))('%s', (code, find) => {
  const finding = find().find((one) => one.code === code);
  expect(finding?.code).toBe(code);
  expect(unsaid(finding as UnplacedFinding).filter((what) => code !== 'AF-INT-002' || what !== 'the prop')).toEqual([]);
  expect(finding?.repairs.length).toBeGreaterThan(0);
});

test('every code that no rule owns has a case, or a test of its own that is named; test/rules asks the rules', () => {
  const raised = [...Object.keys(CASES), ...Object.keys(OF_FUNCTIONS), ...Object.keys(ELSEWHERE)];
  const published = [...Object.keys(CODES), ...ALL_RULES.map(({ code }) => code)];
  expect(Object.keys(CODES).filter((code) => !raised.includes(code))).toEqual([]);
  expect(raised.filter((code) => !published.includes(code))).toEqual([]);
});

test.each(Object.entries(CASES))('%s', (code, build) => {
  const problems = problemsOf(build);
  const problem = problems.find((one) => one.code === code);
  expect({ found: problem?.code, among: problems.map((one) => `${one.code} ${one.message}`) }).toMatchObject({ found: code });
  expect(unsaid(problem as Finding)).toEqual([]);
  expect(problem?.repairs.length).toBeGreaterThan(0);
});
