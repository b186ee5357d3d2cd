/** What a fleet is given must be of its App and cluster, of the right kind, and within its own plan. */
import { AgentFleet } from '../../lib/agents/agent-fleet';
import type { AgentFleetProps } from '../../lib/agents/agent-fleet-props';
import type { RoleProps } from '../../lib/agents/role-props';
import { Topology } from '../../lib/capacity/demand/topology';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { Cluster } from '../../lib/platform/cluster';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { SessionStore } from '../../lib/stores/session-store';
import { StateStore } from '../../lib/stores/state-store';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool, refusal, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { repairTexts } from '../support/repairs';

const served = (setting: Setting, id = 'p') => pool(setting, id, { model: Model.QWEN3_8B });

function fleet(setting: Setting, props: Partial<AgentFleetProps> = {}, role: Partial<RoleProps> = {}): AgentFleet {
  const roles = props.roles ?? { writer: { pool: served(setting), contextTokens: 4_000, ...role } };
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
    ...props,
    roles,
  });
}

/** A stack of another App on the same cluster. */
const elsewhere = ({ cluster }: Setting): Setting => ({
  stack: new TerraformStack(new App({ outdir: temporaryOutdir() }), 'far'),
  cluster,
});

interface Case {
  readonly what: string;
  readonly build: (setting: Setting) => unknown;
  readonly code: string;
  readonly prop: string;
}

// biome-ignore format: one row a case reads as a table
const cases: readonly Case[] = [
  { what: 'a pool of another App', build: (s) => fleet(s, { roles: { writer: { pool: served(elsewhere(s)), contextTokens: 4_000 } } }), code: 'AF-SPEC-014', prop: 'roles.writer.pool' },
  { what: 'embeddings of another App', build: (s) => fleet(s, { embeddings: pool(elsewhere(s), 'e', { model: Model.BGE_M3 }) }), code: 'AF-SPEC-014', prop: 'embeddings' },
  { what: 'a store of another App', build: (s) => fleet(s, { sessionStore: new SessionStore(elsewhere(s).stack, 's', { cluster: s.cluster }) }), code: 'AF-SPEC-014', prop: 'sessionStore' },
  { what: 'a router of another App', build: (s) => fleet(s, { router: new LiteLLMRouter(elsewhere(s).stack, 'r', { cluster: s.cluster, replicas: 1 }) }), code: 'AF-SPEC-014', prop: 'router' },
  { what: 'embeddings of another cluster', build: (s) => fleet(s, { embeddings: pool({ stack: new TerraformStack(s.stack.node.root as never, 'us'), cluster: Cluster.inCluster() }, 'e', { model: Model.BGE_M3 }) }), code: 'AF-CLU-009', prop: 'embeddings' },
  { what: 'a state store of another cluster', build: (s) => fleet(s, { stateStore: new StateStore(new TerraformStack(s.stack.node.root as never, 'us'), 'state', { cluster: Cluster.inCluster() }) }), code: 'AF-CLU-009', prop: 'stateStore' },
  { what: 'a language model for embeddings', build: (s) => fleet(s, { embeddings: served(s, 'e') }), code: 'AF-SPEC-015', prop: 'embeddings' },
  { what: 'a reranker for embeddings', build: (s) => fleet(s, { embeddings: pool(s, 'e', { model: Model.BGE_RERANKER_V2_M3 }) }), code: 'AF-SPEC-015', prop: 'embeddings' },
  { what: 'an answer longer than the context', build: (s) => fleet(s, {}, { request: { outputTokens: 5_000 } }), code: 'AF-SPEC-016', prop: 'roles.writer.request.outputTokens' },
  { what: 'an answer that leaves no prompt', build: (s) => fleet(s, {}, { request: { outputTokens: 4_000 } }), code: 'AF-SPEC-016', prop: 'roles.writer.request.outputTokens' },
  { what: 'a prompt longer than the context', build: (s) => fleet(s, {}, { request: { inputTokens: 9_000, outputTokens: 10 } }), code: 'AF-SPEC-016', prop: 'roles.writer.request.inputTokens' },
  { what: 'a shared prefix longer than the context', build: (s) => fleet(s, {}, { sharedPrefixTokens: 4_001 }), code: 'AF-SPEC-016', prop: 'roles.writer.sharedPrefixTokens' },
  { what: 'more cached than there is of the prompt', build: (s) => fleet(s, {}, { request: { outputTokens: 1_000, cachedTokens: 3_000 } }), code: 'AF-SPEC-016', prop: 'roles.writer.request.cachedTokens' },
];

test.each(cases)('$what', ({ build, code, prop }) => {
  const { problems } = refusal((setting) => void build(setting));
  expect(problems).toContainEqual(expect.objectContaining({ code, path: 'research/crew', prop }));
  expect(problems.find((problem) => problem.prop === prop)?.repairs.length).toBeGreaterThan(0);
});

test('what fits exactly is taken', () => {
  expect(() =>
    research((setting) => void fleet(setting, {}, { sharedPrefixTokens: 2_000, request: { outputTokens: 1_000, cachedTokens: 2_999 } })),
  ).not.toThrow();
});

describe('a fallback', () => {
  const routed = (target: 'same' | 'other') => (setting: Setting) => {
    const router = new LiteLLMRouter(setting.stack, 'r', { cluster: setting.cluster, replicas: 1, fallbacks: { main: ['spare'] } });
    const first = served(setting);
    router.addRoute({ alias: 'main', pool: first });
    router.addRoute({ alias: 'spare', pool: target === 'same' ? first : served(setting, 'q') });
  };

  test('to the pool that has just failed, under another name', () => {
    const { problems } = refusal(routed('same'));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-RTE-013', prop: 'fallbacks.main', value: 'spare' })]);
  });

  test('to another pool', () => {
    expect(() => research(routed('other'))).not.toThrow();
  });
});

describe('what is watched', () => {
  const priced = (usd: number) => (setting: Setting) => {
    const watched = fleet(setting);
    new ObservabilityStack(setting.stack, 'watch', { cluster: setting.cluster, fleets: [watched], budget: { usdPerHour: usd } });
  };
  const nodePools = { a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 1, usdPerGpuHour: 2, priceAsOf: '2026-11-01' } };

  test('a budget below the floor', () => {
    const { problems } = refusal((setting) =>
      priced(1.5)({ ...setting, cluster: Cluster.fromKubeconfig({ context: 'prod-eu', nodePools }) }),
    );
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-COST-010', prop: 'budget.usdPerHour', value: 1.5 })]);
    expect(problems[0]?.allowed).toMatch(/\$2\.00/);
    expect(repairTexts(problems[0])[0]).toBe('budget.usdPerHour: 2');
  });

  test('a budget at the floor', () => {
    expect(() => research(priced(2), { nodePools })).not.toThrow();
  });

  test('a fleet of another cluster', () => {
    const { problems } = refusal((setting) => {
      const watched = fleet(setting);
      const us = Cluster.fromKubeconfig({ context: 'prod-us' });
      new ObservabilityStack(new TerraformStack(setting.stack.node.root as never, 'us'), 'watch', { cluster: us, fleets: [watched] });
    });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-OBS-011', path: 'us/watch', prop: 'fleets.0' }));
  });

  test('a fleet of another App', () => {
    const { problems } = refusal((setting) => {
      const watched = fleet(elsewhere(setting));
      new ObservabilityStack(setting.stack, 'watch', { cluster: setting.cluster, fleets: [watched] });
    });
    expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-OBS-010', prop: 'fleets.0' }));
  });
});
