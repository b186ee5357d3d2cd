/** What is said of many times. */
export interface Percentiles {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Null where there is nothing to say it of. */
export function percentilesOf(values: readonly number[]): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** A level over time, e.g. requests in a pool: its mean and its highest. */
export class Level {
  private area = 0;
  private since = 0;
  private level = 0;
  highest = 0;

  set(now: number, level: number): void {
    this.area += this.level * (now - this.since);
    this.since = now;
    this.level = level;
    this.highest = Math.max(this.highest, level);
  }

  add(now: number, change: number): void {
    this.set(now, this.level + change);
  }

  get value(): number {
    return this.level;
  }

  /** Level × seconds until now. */
  areaAt(now: number): number {
    return this.area + this.level * (now - this.since);
  }
}
