/**
 * One replica: requests wait in order, are admitted while sequences and KV tokens last, their prompts are computed in batches of the engine's size, and
 * all that write share its steps. KV of finished calls stays until its room is needed; the session that was idle longest loses it first.
 */
import type { Call } from './call';
import type { EventQueue } from './event-queue';
import type { ReplicaRates } from './replica-rates';
import { Level } from './statistics';

/** What a replica admits. */
export interface ReplicaLimits {
  readonly sequences: number;
  readonly kvTokens: number;
  readonly batchedTokens: number;
}

/** What all replicas of a pool count together. */
export interface PoolCounters {
  promptTokens: number;
  computedTokens: number;
  recomputedTokens: number;
  evictedSessions: number;
  outputTokens: number;
}

interface Running {
  readonly call: Call;
  readonly cached: number;
  readonly kv: number;
  readonly startedAt: number;
  firstTokenAt: number;
  /** Tokens that the replica has written per request when this one is complete. */
  endsAt: number;
}

export interface ReplicaSetting {
  readonly events: EventQueue;
  readonly rates: ReplicaRates;
  readonly limits: ReplicaLimits;
  readonly counters: PoolCounters;
}

export class SimulatedReplica {
  readonly kv = new Level();
  readonly busy = new Level();
  readonly waiting: Call[] = [];
  private writing: Running[] = [];
  private prefilling: Running[] = [];
  /** Tokens of sessions without a call, the one that is idle longest first. */
  private readonly resident = new Map<string, number>();
  private residentTokens = 0;
  private usedTokens = 0;
  private written = 0;
  private rate = 0;
  private since = 0;
  private prefillEnds = 0;
  private turn = 0;

  constructor(
    readonly id: number,
    private readonly setting: ReplicaSetting,
  ) {}

  get inFlight(): number {
    return this.waiting.length + this.writing.length + this.prefilling.length;
  }

  send(call: Call): void {
    this.waiting.push(call);
    this.continue();
  }

  private get now(): number {
    return this.setting.events.now;
  }

  /** What has been written until now, what is complete, what starts, and when to look again. */
  private continue(): void {
    this.written += this.rate * (this.now - this.since);
    this.since = this.now;
    const ended = this.complete();
    this.admit();
    this.plan();
    for (const { call, startedAt, firstTokenAt } of ended) call.done({ startedAt, firstTokenAt, finishedAt: this.now });
  }

  private complete(): Running[] {
    if (this.prefilling.length > 0 && this.now >= this.prefillEnds) {
      for (const one of this.prefilling) {
        one.firstTokenAt = this.now;
        one.endsAt = this.written + one.call.outputTokens - 1;
        this.writing.push(one);
      }
      this.prefilling = [];
    }
    const ended = this.writing.filter(({ endsAt }) => endsAt <= this.written + ROUNDING);
    if (ended.length === 0) return ended;
    this.writing = this.writing.filter(({ endsAt }) => endsAt > this.written + ROUNDING);
    for (const { call, kv } of ended) {
      this.usedTokens -= kv;
      this.keep(call.session, kv);
      this.setting.counters.outputTokens += call.outputTokens;
    }
    return ended;
  }

  private keep(session: string, tokens: number): void {
    this.forget(session);
    this.resident.set(session, tokens);
    this.residentTokens += tokens;
  }

  private forget(session: string): boolean {
    const tokens = this.resident.get(session);
    if (tokens === undefined) return false;
    this.resident.delete(session);
    this.residentTokens -= tokens;
    return true;
  }

  /** One batch of prompts at a time. */
  private admit(): void {
    if (this.prefilling.length > 0) return;
    const { limits, rates } = this.setting;
    let tokens = 0;
    while (this.waiting.length > 0 && this.writing.length + this.prefilling.length < limits.sequences) {
      const call = this.waiting[0] as Call;
      const kv = call.inputTokens + call.outputTokens;
      if (this.usedTokens + kv > limits.kvTokens) break;
      const cached = this.cachedOf(call);
      if (tokens > 0 && tokens + call.inputTokens - cached > limits.batchedTokens) break;
      tokens += call.inputTokens - cached;
      this.waiting.shift();
      this.start(call, cached, kv);
    }
    if (this.prefilling.length === 0) return;
    const prompts = this.prefilling.map(({ call, cached }) => ({ inputTokens: call.inputTokens, cachedTokens: cached }));
    const seconds = rates.prefill(prompts, this.writing.length, this.meanContext());
    this.prefillEnds = this.now + seconds;
    this.rate = Math.max(1, Math.ceil(tokens / limits.batchedTokens)) / seconds;
  }

  /** The first call of a session has the credit of the plan; later ones what is left of the call before. */
  private cachedOf(call: Call): number {
    return !call.isReturning || this.resident.has(call.session) ? call.cachedTokens : Math.min(call.cachedTokens, call.sharedTokens);
  }

  private start(call: Call, cached: number, kv: number): void {
    const { counters, limits } = this.setting;
    this.forget(call.session);
    this.usedTokens += kv;
    for (const session of this.resident.keys()) {
      if (this.usedTokens + this.residentTokens <= limits.kvTokens) break;
      this.forget(session);
      counters.evictedSessions += 1;
    }
    counters.promptTokens += call.inputTokens;
    counters.computedTokens += call.inputTokens - cached;
    counters.recomputedTokens += call.cachedTokens - cached;
    this.prefilling.push({ call, cached, kv, startedAt: this.now, firstTokenAt: 0, endsAt: 0 });
  }

  private meanContext(): number {
    const count = this.writing.length + this.prefilling.length;
    return count === 0 ? 0 : this.usedTokens / count;
  }

  private plan(): void {
    const { events, rates } = this.setting;
    this.kv.set(this.now, this.usedTokens + this.residentTokens);
    this.busy.set(this.now, this.writing.length + this.prefilling.length > 0 ? 1 : 0);
    const isPrefilling = this.prefilling.length > 0;
    if (!isPrefilling) this.rate = this.writing.length === 0 ? 0 : 1 / rates.step(this.writing.length, this.meanContext());
    let first = Number.POSITIVE_INFINITY;
    for (const { endsAt } of this.writing) first = Math.min(first, endsAt);
    const ends = this.writing.length === 0 ? Number.POSITIVE_INFINITY : this.now + Math.max(0, first - this.written) / this.rate;
    const next = Math.min(ends, isPrefilling ? this.prefillEnds : Number.POSITIVE_INFINITY);
    const turn = ++this.turn;
    if (next === Number.POSITIVE_INFINITY) return;
    events.at(next, () => {
      if (turn === this.turn) this.continue();
    });
  }
}

/** Tokens by which sums of fractions may be off. */
const ROUNDING = 1e-6;
