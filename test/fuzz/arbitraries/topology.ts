/** Shapes of a workflow over given roles: the named ones, and nested flows. */
import { Flow, type FlowNode, Topology } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, pick } from './odd';

export const anyTopology = (mostly: Mostly) =>
  fc.record({
    kind: pick('flat', 'hierarchical', 'pipeline', 'routing', 'escalation', 'loop', 'voting', 'flow', 'flow'),
    voices: mostly(pick(1, 2, 3)),
    rounds: mostly(pick(1, 1.5, 3)),
    seconds: mostly(pick(1, 5)),
    /** Of the first target of a route. */
    share: mostly(pick(0.5, 0.25, 0.05)),
    nested: fc.array(pick('parallel', 'sequence', 'route', 'loop'), { minLength: 1, maxLength: 4 }),
  });

export type AnyTopology = ReturnType<typeof anyTopology> extends fc.Arbitrary<infer T> ? T : never;

/** Roles that a kind takes, where it takes not all of them. */
const MOST_ROLES: Readonly<Record<string, number>> = { voting: 1, loop: 2 };
export const rolesFor = ({ kind }: AnyTopology, roles: readonly string[]): readonly string[] =>
  roles.slice(0, MOST_ROLES[kind] ?? roles.length);

/** @param roles at least one; all of them appear */
export function topologyOf(topology: AnyTopology, roles: readonly string[]): Topology {
  const [first = 'planner', ...rest] = roles;
  const [second] = rest;
  switch (topology.kind) {
    case 'voting':
      return Topology.voting({ voter: first, voices: topology.voices });
    case 'pipeline':
      return Topology.pipeline({ stages: roles, seconds: { [first]: topology.seconds } });
    case 'flow':
      return Topology.flow(nestedFlow(topology, roles));
    default:
      if (second === undefined) return Topology.flat({ agents: roles });
  }
  if (topology.kind === 'hierarchical') return Topology.hierarchical({ orchestrator: first, workers: rest });
  if (topology.kind === 'loop') return Topology.evaluatorLoop({ generator: first, evaluator: second, rounds: topology.rounds });
  if (topology.kind === 'escalation') return Topology.escalation({ first, to: fallingFrom(topology.share, rest) });
  if (topology.kind === 'routing') return Topology.routing({ router: first, targets: targetsOf(rest, topology.share) });
  return Topology.flat({ agents: roles });
}

/** Each role gets half of what the one before it got. */
const fallingFrom = (share: number, roles: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(roles.map((role, index) => [role, share / 2 ** index]));

/** The first target has its share, the others the rest in equal parts. */
function targetsOf(roles: readonly string[], share: number): Readonly<Record<string, number>> {
  if (roles.length === 1) return { [roles[0] as string]: 1 };
  return Object.fromEntries(roles.map((role, index) => [role, index === 0 ? share : (1 - share) / (roles.length - 1)]));
}

/** Each part of the list wraps what stands so far and one role more. */
function nestedFlow({ nested, rounds, share, seconds }: AnyTopology, roles: readonly string[]): FlowNode {
  const [first, ...rest] = roles.map((role) => Flow.role(role, seconds));
  return rest.reduce((flow, role, index) => {
    switch (nested[index % nested.length]) {
      case 'parallel':
        return Flow.parallel(flow, role);
      case 'route':
        return Flow.route({ share, flow }, { share: 1 - share, flow: role });
      case 'loop':
        return Flow.loop(Flow.sequence(flow, role), rounds);
      default:
        return Flow.sequence(role, flow);
    }
  }, first as FlowNode);
}
