import { inMilliseconds } from '../capacity/latency/judged-time';
import type { HeldTargets } from '../catalog/latency-targets';

/** `TTFT ≤ 2,000 ms, TPOT ≤ 40 ms, end to end ≤ 20,000 ms`; empty where nothing is asked. */
export function targetsText({ ttftMs, tpotMs, e2eMs }: HeldTargets): string {
  const asked = [
    ['TTFT', ttftMs],
    ['TPOT', tpotMs],
    ['end to end', e2eMs],
  ] as const;
  return asked.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ≤ ${inMilliseconds(ms)}`])).join(', ');
}
