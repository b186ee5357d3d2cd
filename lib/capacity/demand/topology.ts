import { brand, hasBrand } from '../../core/brand';
import { addShares, addVisits, Flow, type FlowNode, rolesIn } from './flow';
import type {
  EscalationTopologyProps,
  EvaluatorLoopProps,
  FlatTopologyProps,
  HierarchicalTopologyProps,
  PipelineTopologyProps,
  RoutingTopologyProps,
  VotingTopologyProps,
} from './named-topologies';
import {
  escalationSchema,
  evaluatorLoopSchema,
  flatSchema,
  flowTopologySchema,
  hierarchicalSchema,
  parseTopology,
  pipelineSchema,
  refuse,
  repeated,
  routingSchema,
  unknownNames,
  votingSchema,
} from './topology-props';

export { Flow, type FlowNode, type RouteTarget } from './flow';
export type {
  EscalationTopologyProps,
  EvaluatorLoopProps,
  FlatTopologyProps,
  HierarchicalTopologyProps,
  PipelineTopologyProps,
  RoutingTopologyProps,
  VotingTopologyProps,
} from './named-topologies';

/** Share of a workflow that sits in each role, summed over the places where the role appears. */
export interface RoleShare {
  readonly role: string;
  /** Sessions of this role per concurrent workflow. */
  readonly perWorkflow: number;
  /** How it is computed, e.g. `1 worker`. */
  readonly reason: string;
}

/** How the agents of a workflow work together: named cases of the algebra in `flow.ts`, with the sessions that each role holds. */
export type TopologyKind = 'flat' | 'hierarchical' | 'pipeline' | 'routing' | 'escalation' | 'loop' | 'voting' | 'flow';

/** The shape of a fleet. */
export class Topology {
  /**
   * N agents work at the same time on each of W workflows: N × W sessions.
   * @throws FleetSpecError when a prop is malformed, or a name stands twice.
   */
  static flat(props: FlatTopologyProps): Topology {
    const { agents } = parseTopology('flat', flatSchema, props);
    refuse('flat', repeated('agents', agents));
    return new Topology('flat', Flow.parallel(...agents.map((agent) => Flow.role(agent))), () => 'agent');
  }

  /**
   * One orchestrator and N workers, all resident: (1 + N) × W sessions, W of them on the orchestrator.
   * @throws FleetSpecError when a prop is malformed, or a name stands twice.
   */
  static hierarchical(props: HierarchicalTopologyProps): Topology {
    const { orchestrator, workers } = parseTopology('hierarchical', hierarchicalSchema, props);
    refuse('hierarchical', repeated('workers', workers, [orchestrator]));
    const side = Flow.parallel(...workers.map((worker) => Flow.role(worker)));
    const noun = (role: string) => (role === orchestrator ? 'orchestrator' : 'worker');
    return new Topology('hierarchical', Flow.parallel(Flow.role(orchestrator), side), noun);
  }

  /**
   * S stages hand over to one another: W sessions in total, W ÷ S per stage, or by the share of the time that each takes.
   *
   * @param props `seconds` by stage; stages that are not named there take 1
   * @throws FleetSpecError when a prop is malformed, a name stands twice, or `seconds` names no stage.
   */
  static pipeline(props: PipelineTopologyProps): Topology {
    const { stages, seconds = {} } = parseTopology('pipeline', pipelineSchema, props);
    refuse('pipeline', [...repeated('stages', stages), ...unknownNames('seconds', Object.keys(seconds), stages)]);
    const duration = new Map(Object.entries(seconds));
    return new Topology('pipeline', Flow.sequence(...stages.map((stage) => Flow.role(stage, duration.get(stage) ?? 1))), () => 'stage');
  }

  /**
   * A router sees every workflow and sends each to one target by its share: W sessions on the router, W × share on a target.
   *
   * @param props `targets`: shares above 0 that add up to 1, by role
   * @throws FleetSpecError when a prop is malformed, shares do not add up, or the router is a target.
   */
  static routing(props: RoutingTopologyProps): Topology {
    const parsed = parseTopology('routing', routingSchema, props);
    refuse('routing', repeated('targets', Object.keys(parsed.targets), [parsed.router]));
    const targets = Object.entries(parsed.targets).map(([role, share]) => ({ share, flow: Flow.role(role) }));
    return new Topology('routing', Flow.parallel(Flow.role(parsed.router), Flow.route(...targets)), () => 'agent');
  }

  /**
   * A small model sees every workflow and hands the hard ones on: W sessions on the first role, which keeps its context meanwhile, W × share on each
   * of the others, and at least one. `AGENT_FLEET_ROLES` tells the agents whom a role hands on to.
   *
   * @param props `to`: shares of all workflows, by role, falling
   * @throws FleetSpecError when a prop is malformed, shares rise, or the first role is among the others.
   * @example
   * Topology.escalation({ first: 'triage', to: { expert: 0.05 } });
   */
  static escalation(props: EscalationTopologyProps): Topology {
    const { first, to } = parseTopology('escalation', escalationSchema, props);
    refuse('escalation', repeated('to', Object.keys(to), [first]));
    const harder = Object.entries(to).map(([role, share]) => Flow.route({ share, flow: Flow.role(role) }));
    return new Topology('escalation', Flow.parallel(Flow.role(first), ...harder), () => 'agent');
  }

  /**
   * A generator and an evaluator take turns until the result is good: W sessions in total, more tokens with every round.
   *
   * @param props `rounds`: how many on average, above 0
   * @throws FleetSpecError when a prop is malformed, or both are one role.
   */
  static evaluatorLoop(props: EvaluatorLoopProps): Topology {
    const { generator, evaluator, rounds } = parseTopology('evaluatorLoop', evaluatorLoopSchema, props);
    refuse('evaluatorLoop', repeated('evaluator', [evaluator], [generator]));
    return new Topology('loop', Flow.loop(Flow.sequence(Flow.role(generator), Flow.role(evaluator)), rounds), () => 'agent');
  }

  /**
   * Several voices of one role answer the same question at the same time: voices × W sessions.
   * @throws FleetSpecError when a prop is malformed.
   */
  static voting(props: VotingTopologyProps): Topology {
    const { voter, voices } = parseTopology('voting', votingSchema, props);
    return new Topology('voting', Flow.parallel(...Array.from({ length: voices }, () => Flow.role(voter))), () => 'voice');
  }

  /**
   * Any other shape, from the parts of the algebra.
   * @throws FleetSpecError when a part is empty, contains itself, has a number that cannot be computed with, or shares that do not add up to 1.
   */
  static flow(flow: FlowNode): Topology {
    return new Topology('flow', parseTopology('flow', flowTopologySchema, { flow }).flow, () => 'agent');
  }

  /** Recognises a topology by its brand, so that two copies of the library agree. */
  static isTopology(value: unknown): value is Topology {
    return hasBrand(value, 'Topology');
  }

  private constructor(
    readonly kind: TopologyKind,
    readonly root: FlowNode,
    private readonly nounOf: (role: string) => string,
  ) {
    brand(this, 'Topology');
  }

  /** Role names in order of first appearance. */
  get roles(): readonly string[] {
    return [...new Set(rolesIn(this.root))];
  }

  /** Sessions of each role per concurrent workflow. */
  shares(): readonly RoleShare[] {
    const shares = new Map<string, number>();
    addShares(this.root, 1, shares);
    return [...shares].map(([role, perWorkflow]) => ({ role, perWorkflow, reason: this.reason(role, perWorkflow) }));
  }

  /** Calls of each role per workflow: rounds of a loop count, shares of a route weigh. What tokens and costs follow from. */
  visits(): ReadonlyMap<string, number> {
    const visits = new Map<string, number>();
    addVisits(this.root, 1, visits);
    return visits;
  }

  private reason(role: string, perWorkflow: number): string {
    if (perWorkflow >= 1) return `× ${quantity(perWorkflow)} ${plural(this.nounOf(role), perWorkflow)}`;
    return this.kind === 'pipeline' && Number.isInteger(Number((1 / perWorkflow).toFixed(9)))
      ? `÷ ${quantity(Math.round(1 / perWorkflow))} stages`
      : this.kind === 'escalation'
        ? `× ${percent(perWorkflow)} handed on`
        : `× ${quantity(perWorkflow)} of the time`;
  }
}

const plural = (noun: string, count: number) => (count === 1 ? noun : `${noun}s`);
const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;
const quantity = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
