/** How the agents of a workflow work together: named cases of the algebra in `flow.ts`, with the sessions that each role holds. */
import { addShares, addVisits, Flow, type FlowNode, rolesIn } from './flow';

export { Flow, type FlowNode, type RouteTarget } from './flow';

/** Share of a workflow that sits in each role, summed over the places where the role appears. */
export interface RoleShare {
  readonly role: string;
  /** Sessions of this role per concurrent workflow. */
  readonly perWorkflow: number;
  /** How it comes about, e.g. `1 worker`. */
  readonly reason: string;
}

export type TopologyKind = 'flat' | 'hierarchical' | 'pipeline' | 'routing' | 'loop' | 'voting' | 'flow';

/** The shape of a fleet. */
export class Topology {
  /** N agents work at the same time on each of W workflows: N × W sessions. */
  static flat(props: { readonly agents: readonly string[] }): Topology {
    return new Topology('flat', Flow.parallel(...props.agents.map((agent) => Flow.role(agent))), () => 'agent');
  }

  /** One orchestrator and N workers, all resident: (1 + N) × W sessions, W of them on the orchestrator. */
  static hierarchical(props: { readonly orchestrator: string; readonly workers: readonly string[] }): Topology {
    const workers = Flow.parallel(...props.workers.map((worker) => Flow.role(worker)));
    const noun = (role: string) => (role === props.orchestrator ? 'orchestrator' : 'worker');
    return new Topology('hierarchical', Flow.parallel(Flow.role(props.orchestrator), workers), noun);
  }

  /**
   * S stages hand over to one another: W sessions in total, W ÷ S per stage, or by the share of the time that each takes.
   *
   * @param props `seconds` by stage; stages that are not named there take 1
   */
  static pipeline(props: { readonly stages: readonly string[]; readonly seconds?: Readonly<Record<string, number>> }): Topology {
    const stages = props.stages.map((stage) => Flow.role(stage, props.seconds?.[stage] ?? 1));
    return new Topology('pipeline', Flow.sequence(...stages), () => 'stage');
  }

  /** A router sees every workflow and sends each to one target by its share: W sessions on the router, W × share on a target. */
  static routing(props: { readonly router: string; readonly targets: Readonly<Record<string, number>> }): Topology {
    const targets = Object.entries(props.targets).map(([role, share]) => ({ share, flow: Flow.role(role) }));
    return new Topology('routing', Flow.parallel(Flow.role(props.router), Flow.route(...targets)), () => 'agent');
  }

  /** A generator and an evaluator take turns until the result is good: W sessions in total, more tokens with every round. */
  static evaluatorLoop(props: { readonly generator: string; readonly evaluator: string; readonly rounds: number }): Topology {
    const round = Flow.sequence(Flow.role(props.generator), Flow.role(props.evaluator));
    return new Topology('loop', Flow.loop(round, props.rounds), () => 'agent');
  }

  /** Several voices of one role answer the same question at the same time: voices × W sessions. */
  static voting(props: { readonly voter: string; readonly voices: number }): Topology {
    const voices = Array.from({ length: props.voices }, () => Flow.role(props.voter));
    return new Topology('voting', Flow.parallel(...voices), () => 'voice');
  }

  /** Any other shape, from the parts of the algebra. */
  static flow(flow: FlowNode): Topology {
    return new Topology('flow', flow, () => 'agent');
  }

  private constructor(
    readonly kind: TopologyKind,
    readonly root: FlowNode,
    private readonly nounOf: (role: string) => string,
  ) {}

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
      : `× ${quantity(perWorkflow)} of the time`;
  }
}

const plural = (noun: string, count: number) => (count === 1 ? noun : `${noun}s`);
const quantity = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
