/** A pool: which replica a request goes to, and how many replicas there are over time. */
import type { Call } from './call';
import { hashOf } from './random';
import { type PoolCounters, type ReplicaSetting, SimulatedReplica } from './simulated-replica';
import { Level } from './statistics';

/** KEDA and the HPA as they act on a queue. */
export interface QueueScaling {
  readonly min: number;
  readonly max: number;
  /** Waiting requests for each replica. */
  readonly waitingPerReplica: number;
  readonly pollSeconds: number;
  /** The most that was asked in this time stands before replicas go. */
  readonly scaleInSeconds: number;
  /** From the request for a replica until it answers. */
  readonly startSeconds: number;
}

export interface PoolSetting extends ReplicaSetting {
  readonly scaling: QueueScaling;
  readonly isSticky: boolean;
  /** Replicas at the start that do not answer yet. */
  readonly isCold: boolean;
}

interface Started {
  readonly replica: SimulatedReplica;
  readonly since: number;
  state: 'starting' | 'ready' | 'ending';
}

export class SimulatedPool {
  /** Replicas that are paid for. */
  readonly replicas = new Level();
  /** Those that answer, also what they had before they were asked to end. */
  readonly answering = new Level();
  /** Those that nobody has asked to end. */
  readonly kept = new Level();
  readonly inFlight = new Level();
  readonly trajectory: { seconds: number; replicas: number; ready: number }[] = [];
  private readonly started: Started[] = [];
  private readonly ended: Started[] = [];
  private readonly unrouted: Call[] = [];
  private readonly asked: { readonly at: number; readonly replicas: number }[] = [];
  private ids = 0;

  constructor(private readonly setting: PoolSetting) {
    for (let count = 0; count < setting.scaling.min; count++) this.startReplica(setting.isCold ? setting.scaling.startSeconds : 0);
    if (setting.scaling.max > setting.scaling.min) setting.events.after(setting.scaling.pollSeconds, () => this.poll());
  }

  get counters(): PoolCounters {
    return this.setting.counters;
  }

  send(call: Call): void {
    this.inFlight.add(this.now, 1);
    const counted: Call = {
      ...call,
      done: (times) => {
        this.inFlight.add(this.now, -1);
        call.done(times);
      },
    };
    this.route(counted);
  }

  /** Until now: replica-seconds that held KV tokens, and that computed. */
  totals(): { readonly kvTokenSeconds: number; readonly busySeconds: number } {
    const all = [...this.started, ...this.ended];
    return {
      kvTokenSeconds: all.reduce((sum, { replica }) => sum + replica.kv.areaAt(this.now), 0),
      busySeconds: all.reduce((sum, { replica }) => sum + replica.busy.areaAt(this.now), 0),
    };
  }

  private get now(): number {
    return this.setting.events.now;
  }

  private route(call: Call): void {
    const ready = this.started.filter(({ state }) => state === 'ready');
    const chosen = this.setting.isSticky ? ownOf(call.session, ready) : leastLoaded(ready);
    if (chosen === undefined) this.unrouted.push(call);
    else chosen.replica.send(call);
  }

  private startReplica(seconds: number): void {
    const one: Started = { replica: new SimulatedReplica(this.ids++, this.setting), since: this.now, state: 'starting' };
    this.started.push(one);
    this.note();
    const begin = () => {
      if (one.state !== 'starting') return;
      one.state = 'ready';
      this.note();
      for (const call of this.unrouted.splice(0)) this.route(call);
    };
    if (seconds === 0) begin();
    else this.setting.events.after(seconds, begin);
  }

  private note(): void {
    const ready = this.started.filter(({ state }) => state === 'ready').length;
    this.replicas.set(this.now, this.started.length);
    this.answering.set(this.now, this.started.filter(({ state }) => state !== 'starting').length);
    this.kept.set(this.now, this.started.filter(({ state }) => state !== 'ending').length);
    const last = this.trajectory.at(-1);
    if (last !== undefined && last.seconds === this.now) this.trajectory.pop();
    this.trajectory.push({ seconds: this.now, replicas: this.started.length, ready });
  }

  private poll(): void {
    const { scaling, events } = this.setting;
    this.removeEnded();
    const waiting = this.unrouted.length + this.started.reduce((sum, { replica }) => sum + replica.waiting.length, 0);
    const wanted = Math.min(scaling.max, Math.max(scaling.min, Math.ceil(waiting / scaling.waitingPerReplica)));
    this.asked.push({ at: this.now, replicas: wanted });
    while ((this.asked[0]?.at ?? 0) < this.now - scaling.scaleInSeconds) this.asked.shift();
    const serving = this.started.filter(({ state }) => state !== 'ending');
    const steps = Math.min(wanted, Math.max(2 * serving.length, serving.length + PODS_PER_STEP));
    const kept = Math.max(...this.asked.map(({ replicas }) => replicas));
    for (let count = serving.length; count < steps; count++) this.startReplica(scaling.startSeconds);
    this.end(serving.slice(Math.max(kept, scaling.min)));
    this.removeEnded();
    events.after(scaling.pollSeconds, () => this.poll());
  }

  private end(surplus: readonly Started[]): void {
    for (const one of surplus) one.state = 'ending';
    if (surplus.length > 0) this.note();
  }

  /** Who is asked to end answers what it has. */
  private removeEnded(): void {
    const left = this.started.filter(({ state, replica }) => state === 'ending' && replica.inFlight === 0);
    if (left.length === 0 && this.started.every(({ state }) => state !== 'ending')) return;
    for (const one of left) {
      this.started.splice(this.started.indexOf(one), 1);
      one.replica.kv.set(this.now, 0);
      this.ended.push(one);
    }
    this.note();
  }
}

/** The HPA doubles replicas, or adds four, in one step, whichever is more: the default of Kubernetes. */
const PODS_PER_STEP = 4;

/** Rendezvous hashing: a new replica takes sessions over and moves no others. */
function ownOf(session: string, ready: readonly Started[]): Started | undefined {
  let [best, most]: [Started | undefined, number] = [undefined, -1];
  for (const one of ready) {
    const weight = hashOf(`${session}@${one.replica.id}`);
    if (weight > most) [best, most] = [one, weight];
  }
  return best;
}

function leastLoaded(ready: readonly Started[]): Started | undefined {
  let best = ready[0];
  for (const one of ready) if (best !== undefined && one.replica.inFlight < best.replica.inFlight) best = one;
  return best;
}
