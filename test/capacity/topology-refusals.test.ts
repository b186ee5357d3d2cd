/** What is no topology is refused by the factory that was called, under the prop that was written; what is one loses no session. */
import * as fc from 'fast-check';
import { planDemand } from '../../lib/capacity/demand/plan-demand';
import { Flow, type FlowNode, Topology } from '../../lib/capacity/demand/topology';
import { isFleetError } from '../../lib/core/fleet-error';

const TOKEN = -1.8881545897087624e289;

interface Case {
  readonly what: string;
  readonly build: () => unknown;
  readonly path: string;
  readonly prop: string;
  readonly code?: string;
  readonly allowed?: RegExp;
}

const loose = Topology as unknown as Record<string, (props?: unknown) => unknown>;
const call = (name: string, props?: unknown) => () => loose[name]?.(props);
const route = (...shares: unknown[]): FlowNode => Flow.route(...shares.map((share) => ({ share, flow: Flow.role('a') }) as never));

function endless(): FlowNode {
  const steps: FlowNode[] = [Flow.role('a')];
  const sequence: FlowNode = { kind: 'sequence', steps };
  steps.push(sequence);
  return sequence;
}

function deep(levels: number): FlowNode {
  return levels === 0 ? Flow.role('a') : Flow.loop(deep(levels - 1), 2);
}

/** Every level names the level below twice: 2^40 parts. */
function wide(levels: number): FlowNode {
  let node = Flow.role('a');
  for (let level = 0; level < levels; level++) node = Flow.parallel(node, node);
  return node;
}

// biome-ignore format: one row a case reads as a table
const cases: readonly Case[] = [
  ...['flat', 'hierarchical', 'pipeline', 'routing', 'escalation', 'evaluatorLoop', 'voting'].map((kind) => ({ what: `${kind} without props`, build: call(kind), path: `Topology.${kind}`, prop: `Topology.${kind}` })),
  { what: 'flow without a flow', build: call('flow'), path: 'Topology.flow', prop: 'flow', allowed: /parts of Flow/ },
  { what: 'no agents', build: call('flat', { agents: [] }), path: 'Topology.flat', prop: 'agents' },
  { what: 'an agent without name', build: call('flat', { agents: [''] }), path: 'Topology.flat', prop: 'agents.0' },
  { what: 'agents that are a text', build: call('flat', { agents: 'writer' }), path: 'Topology.flat', prop: 'agents' },
  { what: 'one agent twice', build: call('flat', { agents: ['a', 'b', 'a'] }), path: 'Topology.flat', prop: 'agents', code: 'AF-SPEC-003' },
  { what: 'no workers', build: call('hierarchical', { orchestrator: 'a', workers: [] }), path: 'Topology.hierarchical', prop: 'workers' },
  { what: 'an orchestrator among its workers', build: call('hierarchical', { orchestrator: 'a', workers: ['b', 'a'] }), path: 'Topology.hierarchical', prop: 'workers', code: 'AF-SPEC-003' },
  { what: 'no stages', build: call('pipeline', { stages: [] }), path: 'Topology.pipeline', prop: 'stages' },
  { what: 'one stage twice', build: call('pipeline', { stages: ['a', 'a'] }), path: 'Topology.pipeline', prop: 'stages', code: 'AF-SPEC-003' },
  { what: 'seconds of an unknown stage', build: call('pipeline', { stages: ['draft'], seconds: { drafts: 3 } }), path: 'Topology.pipeline', prop: 'seconds.drafts', code: 'AF-SPEC-002', allowed: /draft/ },
  { what: 'a stage that takes no time', build: call('pipeline', { stages: ['a'], seconds: { a: 0 } }), path: 'Topology.pipeline', prop: 'seconds.a' },
  { what: 'a stage that takes negative time', build: call('pipeline', { stages: ['a'], seconds: { a: -1 } }), path: 'Topology.pipeline', prop: 'seconds.a' },
  { what: 'a misspelt prop', build: call('pipeline', { stages: ['a'], second: { a: 1 } }), path: 'Topology.pipeline', prop: 'second', code: 'AF-SPEC-002' },
  { what: 'shares of 1.8', build: call('routing', { router: 'r', targets: { a: 0.9, b: 0.9 } }), path: 'Topology.routing', prop: 'targets', allowed: /add up to 1, and not to 1\.8/ },
  { what: 'shares of 0.1', build: call('routing', { router: 'r', targets: { a: 0.1 } }), path: 'Topology.routing', prop: 'targets', allowed: /not to 0\.1/ },
  { what: 'a negative share', build: call('routing', { router: 'r', targets: { a: 1.5, b: -0.5 } }), path: 'Topology.routing', prop: 'targets.a' },
  { what: 'a share that is no number', build: call('routing', { router: 'r', targets: { a: Number.NaN } }), path: 'Topology.routing', prop: 'targets.a' },
  { what: 'a share that is a token', build: call('routing', { router: 'r', targets: { a: TOKEN } }), path: 'Topology.routing', prop: 'targets.a', code: 'AF-SPEC-005' },
  { what: 'no targets', build: call('routing', { router: 'r', targets: {} }), path: 'Topology.routing', prop: 'targets' },
  { what: 'a router that is its own target', build: call('routing', { router: 'r', targets: { r: 1 } }), path: 'Topology.routing', prop: 'targets', code: 'AF-SPEC-003' },
  { what: 'nobody for hard cases', build: call('escalation', { first: 'a', to: {} }), path: 'Topology.escalation', prop: 'to', allowed: /at least one role/ },
  { what: 'every case is hard', build: call('escalation', { first: 'a', to: { b: 1 } }), path: 'Topology.escalation', prop: 'to.b', allowed: /below 1/ },
  { what: 'no case is hard', build: call('escalation', { first: 'a', to: { b: 0 } }), path: 'Topology.escalation', prop: 'to.b', allowed: /above 0/ },
  { what: 'a share in percent', build: call('escalation', { first: 'a', to: { b: 5 } }), path: 'Topology.escalation', prop: 'to.b', allowed: /below 1/ },
  { what: 'more goes on than came', build: call('escalation', { first: 'a', to: { b: 0.05, c: 0.2 } }), path: 'Topology.escalation', prop: 'to.c', allowed: /at most 0\.05, the share of b/ },
  { what: 'a first role for its own hard cases', build: call('escalation', { first: 'a', to: { a: 0.1 } }), path: 'Topology.escalation', prop: 'to', code: 'AF-SPEC-003' },
  { what: 'shares of escalation that are a token', build: call('escalation', { first: 'a', to: { b: TOKEN } }), path: 'Topology.escalation', prop: 'to.b', code: 'AF-SPEC-005' },
  { what: 'no rounds', build: call('evaluatorLoop', { generator: 'a', evaluator: 'b', rounds: 0 }), path: 'Topology.evaluatorLoop', prop: 'rounds' },
  { what: 'a billion rounds', build: call('evaluatorLoop', { generator: 'a', evaluator: 'b', rounds: 1e9 }), path: 'Topology.evaluatorLoop', prop: 'rounds' },
  { what: 'an evaluator of itself', build: call('evaluatorLoop', { generator: 'a', evaluator: 'a', rounds: 2 }), path: 'Topology.evaluatorLoop', prop: 'evaluator', code: 'AF-SPEC-003' },
  { what: 'no voices', build: call('voting', { voter: 'a', voices: 0 }), path: 'Topology.voting', prop: 'voices' },
  { what: 'a billion voices', build: call('voting', { voter: 'a', voices: 1e9 }), path: 'Topology.voting', prop: 'voices', allowed: /from 1 to 1,000/ },
  { what: 'half a voice', build: call('voting', { voter: 'a', voices: 1.5 }), path: 'Topology.voting', prop: 'voices' },
  // the algebra
  { what: 'nothing side by side', build: () => Topology.flow(Flow.parallel()), path: 'Topology.flow', prop: 'flow.branches' },
  { what: 'nothing in a row', build: () => Topology.flow(Flow.parallel(Flow.sequence())), path: 'Topology.flow', prop: 'flow.branches.0.steps' },
  { what: 'ways to nowhere', build: () => Topology.flow(Flow.route()), path: 'Topology.flow', prop: 'flow.targets' },
  { what: 'shares of 0.1 in a flow', build: () => Topology.flow(route(0.05, 0.05)), path: 'Topology.flow', prop: 'flow.targets', allowed: /not to 0\.1/ },
  { what: 'a share of nothing in a flow', build: () => Topology.flow(route(1, 0)), path: 'Topology.flow', prop: 'flow.targets.1.share' },
  { what: 'a share in words', build: () => Topology.flow(route('half', 'half')), path: 'Topology.flow', prop: 'flow.targets.0.share' },
  { what: 'a share that is infinite', build: () => Topology.flow(route(Number.POSITIVE_INFINITY)), path: 'Topology.flow', prop: 'flow.targets.0.share' },
  { what: 'a loop of no rounds', build: () => Topology.flow(Flow.loop(Flow.role('a'), 0)), path: 'Topology.flow', prop: 'flow.iterations' },
  { what: 'a loop of a billion rounds', build: () => Topology.flow(Flow.loop(Flow.role('a'), 1e9)), path: 'Topology.flow', prop: 'flow.iterations' },
  { what: 'a role that takes no time', build: () => Topology.flow(Flow.role('a', 0)), path: 'Topology.flow', prop: 'flow.seconds' },
  { what: 'a role without name', build: () => Topology.flow(Flow.role('')), path: 'Topology.flow', prop: 'flow.role' },
  { what: 'a part that is none', build: () => Topology.flow(Flow.sequence('a' as never)), path: 'Topology.flow', prop: 'flow.steps.0', allowed: /parts of Flow/ },
  { what: 'branches that are no list', build: () => Topology.flow({ kind: 'parallel' } as never), path: 'Topology.flow', prop: 'flow.branches' },
  { what: 'a target without a way', build: () => Topology.flow(Flow.route({ share: 1 } as never)), path: 'Topology.flow', prop: 'flow.targets.0.flow' },
  { what: 'a cycle', build: () => Topology.flow(endless()), path: 'Topology.flow', prop: 'flow.steps.1', allowed: /does not contain itself/ },
  { what: 'ten thousand levels', build: () => Topology.flow(deep(5_000)), path: 'Topology.flow', prop: /^flow(\.body)+$/ as never, allowed: /levels/ },
  { what: 'seventy levels', build: () => Topology.flow(deep(70)), path: 'Topology.flow', prop: /^flow(\.body){64}$/ as never, allowed: /at most 64/ },
  { what: 'four thousand parts', build: () => Topology.flow(wide(11)), path: 'Topology.flow', prop: 'flow', allowed: /2,000 parts/ },
  { what: 'more parts than anybody can count', build: () => Topology.flow(wide(40)), path: 'Topology.flow', prop: 'flow', allowed: /20,000 lists/ },
];

test.each(cases)('$what', ({ build, path, prop, code = 'AF-SPEC-001', allowed = /./ }) => {
  let error: unknown;
  try {
    build();
  } catch (thrown) {
    error = thrown;
  }
  if (!isFleetError(error)) throw new Error(`not refused: ${String(error)}`);
  expect(error.problems[0]).toMatchObject({ code, path, prop: typeof prop === 'string' ? prop : expect.stringMatching(prop) });
  if (error.problems[0]?.allowed !== undefined) expect(error.problems[0].allowed).toMatch(allowed);
  expect(error.problems[0]?.repairs.length).toBeGreaterThan(0);
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: names.length });
const workflows = fc.integer({ min: 1, max: 400 });

const plan = (topology: Topology, concurrentWorkflows: number) =>
  planDemand({
    fleet: 'f',
    topology,
    concurrentWorkflows,
    roles: Object.fromEntries(topology.roles.map((role) => [role, { contextTokens: 1_000 }])),
  });

function routed(parts: readonly number[]): Topology {
  const total = parts.reduce((sum, part) => sum + part, 0);
  return Topology.flow(Flow.route(...parts.map((part, index) => ({ share: part / total, flow: Flow.role(names[index] as string) }))));
}

describe('sessions', () => {
  test('five per cent of five workflows are one session, and the other branch keeps its five', () => {
    const topology = Topology.routing({ router: 'router', targets: { small: 0.95, large: 0.05 } });
    expect(plan(topology, 5).map(({ role, sessions }) => [role, sessions])).toEqual([
      ['router', 5],
      ['small', 5],
      ['large', 1],
    ]);
  });

  test('a role with a share has a session', () => {
    fc.assert(fc.property(weights, workflows, (parts, w) => plan(routed(parts), w).every(({ sessions }) => sessions >= 1)));
  });

  test('no role has less than its share rounded down, or more than its share rounded up', () => {
    fc.assert(
      fc.property(weights, workflows, (parts, w) => {
        const topology = routed(parts);
        const exact = new Map(topology.shares().map(({ role, perWorkflow }) => [role, perWorkflow * w]));
        return plan(topology, w).every(({ role, sessions }) => {
          const value = exact.get(role) ?? 0;
          return sessions >= Math.floor(value + 1e-9) && sessions <= Math.ceil(value - 1e-9);
        });
      }),
    );
  });

  test('no workflow is lost, and what is added is one session for each branch that had none', () => {
    fc.assert(
      fc.property(weights, workflows, (parts, w) => {
        const topology = routed(parts);
        const below = topology.shares().filter(({ perWorkflow }) => perWorkflow * w < 1).length;
        const total = plan(topology, w).reduce((sum, { sessions }) => sum + sessions, 0);
        return total >= w && total <= w + below;
      }),
    );
  });

  test('where every branch has a whole session the total is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: names.length }), workflows, (stages, w) => {
        const topology = Topology.pipeline({ stages: names.slice(0, stages) });
        const total = plan(topology, w).reduce((sum, { sessions }) => sum + sessions, 0);
        return total === Math.max(w, stages);
      }),
    );
  });
});
