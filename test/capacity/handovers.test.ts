import { handoversOf } from '../../lib/capacity/demand/handovers';
import { Flow, Topology } from '../../lib/capacity/demand/topology';

const edges = (topology: Topology) => handoversOf(topology).map(({ from, to }) => `${from} → ${to}`);

test.each([
  ['agents side by side', Topology.flat({ agents: ['a', 'b'] }), []],
  ['an orchestrator and its workers', Topology.hierarchical({ orchestrator: 'o', workers: ['a', 'b'] }), ['o → a', 'o → b']],
  ['stages', Topology.pipeline({ stages: ['a', 'b', 'c'] }), ['a → b', 'b → c']],
  ['a router and its targets', Topology.routing({ router: 'r', targets: { a: 0.7, b: 0.3 } }), ['r → a', 'r → b']],
  ['hard cases, from one to the next', Topology.escalation({ first: 'a', to: { b: 0.1, c: 0.02 } }), ['a → b', 'b → c']],
  ['two that take turns', Topology.evaluatorLoop({ generator: 'g', evaluator: 'e', rounds: 3 }), ['g → e', 'e → g']],
  ['one round', Topology.evaluatorLoop({ generator: 'g', evaluator: 'e', rounds: 1 }), ['g → e']],
  ['voices of one role', Topology.voting({ voter: 'v', voices: 3 }), []],
  [
    'a flow: every end of a step to every beginning of the next, each edge once',
    Topology.flow(
      Flow.sequence(
        Flow.role('a'),
        Flow.parallel(Flow.role('b'), Flow.sequence(Flow.role('c'), Flow.role('d'))),
        Flow.route({ share: 0.5, flow: Flow.role('e') }, { share: 0.5, flow: Flow.role('b') }),
      ),
    ),
    ['a → b', 'a → c', 'c → d', 'b → e', 'b → b', 'd → e', 'd → b'],
  ],
])('%s', (_, topology, expected) => {
  expect(edges(topology)).toEqual(expect.arrayContaining(expected));
  expect(edges(topology)).toHaveLength(expected.length);
});
