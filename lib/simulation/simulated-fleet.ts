/** A fleet at work: workflows begin, go through their flow, and each turn of an agent asks its pool. */
import type { FlowNode, RouteTarget } from '../capacity/demand/flow';
import { HOP_MS } from '../capacity/latency/workflow-latency';
import type { FleetPlanSection } from '../plan/sections/fleet';
import { BEGIN_SECONDS, BURST, TOOLS } from './assumptions';
import type { EventQueue } from './event-queue';
import type { Random } from './random';
import type { RoleRecord } from './role-record';
import type { SimulationSpec } from './simulation-props';
import { workflowOfPlan } from './workflow-of-plan';

export interface FleetSetting {
  readonly events: EventQueue;
  readonly random: Random;
  readonly options: SimulationSpec;
  readonly roles: ReadonlyMap<string, RoleRecord>;
}

interface Workflow {
  readonly name: string;
  /** Sessions that were answered before. */
  readonly answered: Set<string>;
}

export class FleetAtWork {
  started = 0;
  readonly seconds: number[] = [];
  private readonly flow: FlowNode;
  private readonly workflows: number;

  constructor(
    readonly plan: FleetPlanSection,
    private readonly setting: FleetSetting,
  ) {
    const { flows } = setting.options;
    this.flow = (Object.hasOwn(flows, plan.name) ? flows[plan.name] : undefined) ?? workflowOfPlan(plan);
    this.workflows = Math.max(1, Math.round(plan.concurrentWorkflows ?? 1));
    if (setting.options.workflowsPerHour === undefined) this.keepInFlight();
    else this.arrive(3_600 / setting.options.workflowsPerHour);
    if (setting.options.load === 'bursts') setting.events.after(BURST.everySeconds / 2, () => this.burst());
  }

  private keepInFlight(): void {
    const again = () => this.begin(again);
    for (let count = 0; count < this.workflows; count++) this.setting.events.after(this.setting.random.next() * BEGIN_SECONDS, again);
  }

  private arrive(meanSeconds: number): void {
    this.setting.events.after(this.setting.random.exponential(meanSeconds), () => {
      this.begin(() => undefined);
      this.arrive(meanSeconds);
    });
  }

  private burst(): void {
    const extra = Math.round((BURST.factor - 1) * this.workflows);
    for (let count = 0; count < extra; count++) {
      this.setting.events.after(this.setting.random.next() * BURST.seconds, () => this.begin(() => undefined));
    }
    this.setting.events.after(BURST.everySeconds, () => this.burst());
  }

  private begin(then: () => void): void {
    const { events } = this.setting;
    const workflow = { name: `${this.plan.name}/${this.started++}`, answered: new Set<string>() };
    const from = events.now;
    this.go(this.flow, workflow, '', () => {
      this.seconds.push(events.now - from);
      then();
    });
  }

  private go(node: FlowNode, workflow: Workflow, copy: string, done: () => void): void {
    switch (node.kind) {
      case 'role':
        this.turn(node.role, workflow, copy, this.setting.options.callsPerTurn, done);
        return;
      case 'parallel':
        this.together(node.branches, workflow, copy, done);
        return;
      case 'sequence':
        this.inOrder(node.steps, workflow, copy, done);
        return;
      case 'route':
        this.go(this.chosen(node.targets), workflow, copy, done);
        return;
      case 'loop':
        this.inOrder(
          Array.from({ length: node.iterations }, () => node.body),
          workflow,
          copy,
          done,
        );
    }
  }

  /** One of the ways, as often as its share says. */
  private chosen(targets: readonly RouteTarget[]): FlowNode {
    const total = targets.reduce((sum, { share }) => sum + share, 0);
    let left = this.setting.random.next() * total;
    const found = targets.find(({ share }) => {
      left -= share;
      return left < 0;
    });
    return (found ?? (targets.at(-1) as RouteTarget)).flow;
  }

  private together(branches: readonly FlowNode[], workflow: Workflow, copy: string, done: () => void): void {
    let open = branches.length;
    for (const [index, branch] of branches.entries()) {
      this.go(branch, workflow, `${copy}.${index}`, () => {
        open -= 1;
        if (open === 0) done();
      });
    }
  }

  private inOrder([step, ...others]: readonly FlowNode[], workflow: Workflow, copy: string, done: () => void): void {
    if (step === undefined) {
      done();
      return;
    }
    this.go(step, workflow, copy, () => {
      if (others.length === 0) done();
      else this.setting.events.after(HOP_MS.typical / 1e3, () => this.inOrder(others, workflow, copy, done));
    });
  }

  private turn(role: string, workflow: Workflow, copy: string, calls: number, done: () => void): void {
    const session = `${workflow.name}/${role}${copy}`;
    const isReturning = workflow.answered.has(session);
    workflow.answered.add(session);
    const next = () => this.turn(role, workflow, copy, calls - 1, done);
    this.setting.roles.get(role)?.ask(session, isReturning, () => {
      if (calls <= 1) done();
      else this.setting.events.after(this.toolSeconds(), next);
    });
  }

  private toolSeconds(): number {
    const { random, options } = this.setting;
    return options.toolSeconds === undefined ? random.logNormal(TOOLS.median, TOOLS.p99) : random.exponential(options.toolSeconds);
  }
}
