/** What a sampled process says about itself: one line of JSON, its last line of output. */
export interface SampleReport {
  /** From the start of the process to the end of the work. */
  readonly totalMs: number;
  /** User and system time of the process, which neighbours on the machine disturb less than the clock. */
  readonly totalCpuMs: number;
  /** Constructing and writing, after the imports of the program. */
  readonly workMs: number;
  readonly workCpuMs: number;
  /** Peak resident memory. */
  readonly peakMiB: number;
}

const MIB = 2 ** 20;

/** Does the work once, then reports. */
export function sampled(work: () => void): void {
  const before = { ms: performance.now(), cpuMs: cpuMs() };
  work();
  const after = { ms: performance.now(), cpuMs: cpuMs() };
  const report: SampleReport = {
    totalMs: after.ms,
    totalCpuMs: after.cpuMs,
    workMs: after.ms - before.ms,
    workCpuMs: after.cpuMs - before.cpuMs,
    peakMiB: (process.resourceUsage().maxRSS * 1024) / MIB,
  };
  console.log(JSON.stringify(report));
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
