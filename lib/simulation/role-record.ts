/** A role that asks its pool, and what is recorded of its calls. */
import type { HeldTargets } from '../catalog/latency-targets';
import { FleetSpecError } from '../core/fleet-error';
import { roleTargets } from '../plan/role-targets';
import type { RolePlan } from '../plan/sections/role';
import type { CallTimes } from './call';
import type { EventQueue } from './event-queue';
import type { SimulatedRole } from './result';
import type { SimulatedPool } from './simulated-pool';
import { percentilesOf } from './statistics';

/** More calls than this take minutes. */
const MOST_CALLS = 2_000_000;

export class RoleRecord {
  readonly waitSeconds: number[] = [];
  readonly callSeconds: number[] = [];
  private readonly ttftMs: number[] = [];
  private readonly tpotMs: number[] = [];
  private readonly targets: HeldTargets;
  private within = 0;
  private asked = 0;

  constructor(
    readonly plan: RolePlan,
    readonly fleet: string,
    private readonly setting: { readonly events: EventQueue; readonly pool: SimulatedPool; readonly sharedTokens: number },
  ) {
    this.targets = roleTargets(plan);
  }

  ask(session: string, isReturning: boolean, answered: () => void): void {
    const { request, name } = this.plan;
    if (request === null) throw new Error(`role ${name} has no request`);
    if (++this.asked > MOST_CALLS) throw tooMany(this.plan);
    const { events, pool, sharedTokens } = this.setting;
    const sentAt = events.now;
    const done = (times: CallTimes) => {
      this.record(sentAt, times, request.outputTokens);
      answered();
    };
    pool.send({ role: name, session, ...request, sharedTokens, isReturning, sentAt, done });
  }

  private record(sentAt: number, { startedAt, firstTokenAt, finishedAt }: CallTimes, outputTokens: number): void {
    const [ttftMs, e2eMs] = [(firstTokenAt - sentAt) * 1e3, (finishedAt - sentAt) * 1e3];
    const tpotMs = outputTokens > 1 ? ((finishedAt - firstTokenAt) * 1e3) / (outputTokens - 1) : 0;
    this.waitSeconds.push(startedAt - sentAt);
    this.callSeconds.push(finishedAt - sentAt);
    this.ttftMs.push(ttftMs);
    this.tpotMs.push(tpotMs);
    const { targets } = this;
    const keeps = (limit: number | null, found: number) => limit === null || found <= limit;
    if (keeps(targets.ttftMs, ttftMs) && keeps(targets.tpotMs, tpotMs) && keeps(targets.e2eMs, e2eMs)) this.within += 1;
  }

  result(): SimulatedRole {
    const { targets, ttftMs } = this;
    const hasTarget = targets.ttftMs !== null || targets.tpotMs !== null || targets.e2eMs !== null;
    return {
      fleet: this.fleet,
      role: this.plan.name,
      pool: this.plan.pool,
      calls: ttftMs.length,
      ttftMs: percentilesOf(ttftMs),
      tpotMs: percentilesOf(this.tpotMs),
      waitSeconds: percentilesOf(this.waitSeconds),
      withinTarget: hasTarget && ttftMs.length > 0 ? this.within / ttftMs.length : null,
    };
  }
}

const tooMany = ({ name }: RolePlan) =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'simulatePlan',
      prop: 'hours',
      allowed: `${MOST_CALLS} calls of a role`,
      message: `role ${name} makes more than ${MOST_CALLS} calls in that time`,
      repairs: ['fewer hours', 'fewer workflowsPerHour'],
    },
  ]);
