import { checkRoles, Flow, planDemand, Topology } from '../../lib/capacity';

const WORKFLOWS = 100;
const roles = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { contextTokens: 4_096 }]));

function sessionsOf(topology: Topology, workflows = WORKFLOWS): Record<string, number> {
  const demands = planDemand({ fleet: 'fleet', topology, concurrentWorkflows: workflows, roles: roles(...topology.roles) });
  return Object.fromEntries(demands.map((demand) => [demand.role, demand.sessions]));
}

const total = (sessions: Record<string, number>) => Object.values(sessions).reduce((sum, count) => sum + count, 0);

describe('slot formulas', () => {
  test('flat: N agents × W workflows', () => {
    expect(total(sessionsOf(Topology.flat({ agents: ['researcher', 'searcher', 'coder', 'reviewer', 'summarizer'] })))).toBe(500);
  });

  test('hierarchical: W on the orchestrator, N × W on the workers', () => {
    const sessions = sessionsOf(Topology.hierarchical({ orchestrator: 'planner', workers: ['a', 'b', 'c', 'd'] }));
    expect(sessions).toEqual({ planner: 100, a: 100, b: 100, c: 100, d: 100 });
  });

  test('pipeline: W in total, W ÷ S per stage', () => {
    expect(sessionsOf(Topology.pipeline({ stages: ['a', 'b', 'c', 'd', 'e'] }))).toEqual({ a: 20, b: 20, c: 20, d: 20, e: 20 });
  });

  test('a pipeline whose workflows do not divide still holds W in total', () => {
    expect(total(sessionsOf(Topology.pipeline({ stages: ['a', 'b', 'c', 'd'] }), 25))).toBe(25);
  });

  test('the same five agents are five times the sessions side by side as in a row', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(total(sessionsOf(Topology.flat({ agents: names })))).toBe(5 * total(sessionsOf(Topology.pipeline({ stages: names }))));
  });
});

describe('the algebra', () => {
  test('a role named twice side by side holds two sessions per workflow', () => {
    expect(sessionsOf(Topology.flow(Flow.parallel(Flow.role('coder'), Flow.role('coder'))))).toEqual({ coder: 200 });
  });

  test('a sequence gives each step its share of the time', () => {
    expect(sessionsOf(Topology.flow(Flow.sequence(Flow.role('fast', 1), Flow.role('slow', 3))))).toEqual({ fast: 25, slow: 75 });
  });

  test('a route weighs its ways', () => {
    const flow = Flow.route({ share: 0.95, flow: Flow.role('small') }, { share: 0.05, flow: Flow.role('large') });
    expect(sessionsOf(Topology.flow(flow))).toEqual({ small: 95, large: 5 });
  });

  test('a loop takes more time, not more sessions', () => {
    const evaluated = Flow.loop(Flow.sequence(Flow.role('writer'), Flow.role('critic')), 3);
    expect(sessionsOf(Topology.flow(evaluated))).toEqual({ writer: 50, critic: 50 });
    expect(sessionsOf(Topology.flow(Flow.sequence(evaluated, Flow.role('publisher', 2))))).toEqual({
      writer: 38,
      critic: 37,
      publisher: 25,
    });
  });

  test('parallel branches inside a step add up', () => {
    const flow = Flow.sequence(Flow.role('plan'), Flow.parallel(Flow.role('left'), Flow.role('right')));
    expect(sessionsOf(Topology.flow(flow))).toEqual({ plan: 50, left: 50, right: 50 });
  });
});

describe('named cases beside the three', () => {
  test('routing: every workflow on the router, its share on each target', () => {
    expect(sessionsOf(Topology.routing({ router: 'router', targets: { small: 0.95, large: 0.05 } }))).toEqual({
      router: 100,
      small: 95,
      large: 5,
    });
  });

  test('escalation: every workflow on the first role, the hard ones on the next as well, and never none', () => {
    const topology = Topology.escalation({ first: 'triage', to: { expert: 0.05, professor: 0.01 } });
    expect(sessionsOf(topology, 300)).toEqual({ triage: 300, expert: 15, professor: 3 });
    expect(sessionsOf(topology, 10)).toEqual({ triage: 10, expert: 1, professor: 1 });
    expect(Object.fromEntries(topology.visits())).toEqual({ triage: 1, expert: 0.05, professor: 0.01 });
    const [, expert] = planDemand({ fleet: 'f', topology, concurrentWorkflows: 300, roles: roles(...topology.roles) });
    expect(expert?.formula).toBe('300 workflows × 5 % handed on');
  });

  test('evaluator loop: one of the two is at work, every round is another call', () => {
    const loop = Topology.evaluatorLoop({ generator: 'writer', evaluator: 'critic', rounds: 3 });
    expect(sessionsOf(loop)).toEqual({ writer: 50, critic: 50 });
    expect(Object.fromEntries(loop.visits())).toEqual({ writer: 3, critic: 3 });
  });

  test('voting: all voices at once', () => {
    expect(sessionsOf(Topology.voting({ voter: 'judge', voices: 5 }))).toEqual({ judge: 500 });
  });

  test('a slow stage of a pipeline holds more of the workflows', () => {
    const pipeline = Topology.pipeline({ stages: ['draft', 'edit', 'check'], seconds: { draft: 6, edit: 3 } });
    expect(sessionsOf(pipeline)).toEqual({ draft: 60, edit: 30, check: 10 });
  });
});

describe('planned demand', () => {
  test('instances multiply a role, and the formula says so', () => {
    const topology = Topology.hierarchical({ orchestrator: 'planner', workers: ['coder'] });
    const demands = planDemand({
      fleet: 'research',
      topology,
      concurrentWorkflows: 25,
      roles: { planner: { contextTokens: 12_000 }, coder: { contextTokens: 6_000, instances: 3 } },
    });
    expect(demands.map(({ role, sessions, contextTokens, formula }) => [role, sessions, contextTokens, formula])).toEqual([
      ['planner', 25, 12_000, '25 workflows × 1 orchestrator'],
      ['coder', 75, 6_000, '25 workflows × 1 worker × 3 instances'],
    ]);
  });

  test('a pipeline says what it divides by', () => {
    const [first] = planDemand({
      fleet: 'f',
      topology: Topology.pipeline({ stages: ['a', 'b', 'c', 'd', 'e'] }),
      concurrentWorkflows: 100,
      roles: roles('a', 'b', 'c', 'd', 'e'),
    });
    expect(first?.formula).toBe('100 workflows ÷ 5 stages');
  });
});

describe('AF-SPEC-007: topology and roles name the same roles', () => {
  const topology = Topology.hierarchical({ orchestrator: 'planner', workers: ['coder'] });

  test('they do', () => {
    expect(checkRoles({ fleet: 'f', topology, concurrentWorkflows: 1, roles: roles('planner', 'coder') })).toEqual([]);
  });

  test('a role of the topology without a description', () => {
    const [finding, ...rest] = checkRoles({ fleet: 'f', topology, concurrentWorkflows: 1, roles: roles('planer', 'coder') });
    expect(finding).toMatchObject({ code: 'AF-SPEC-007', severity: 'error', prop: 'topology', value: 'planner', allowed: 'planer, coder' });
    expect(finding?.repairs[0]).toBe('did you mean roles.planer?');
    expect(rest.map((other) => other.prop)).toEqual(['roles.planer']);
  });

  test('a described role that the topology does not use', () => {
    const [finding] = checkRoles({ fleet: 'f', topology, concurrentWorkflows: 1, roles: roles('planner', 'coder', 'reviewer') });
    expect(finding).toMatchObject({ code: 'AF-SPEC-018', prop: 'roles.reviewer', value: 'reviewer', allowed: 'planner, coder' });
  });
});
