/** What a program has taken of processors, as Linux counts it. */
import * as fs from 'node:fs';

/** Fields after the name of the program, which may hold spaces: user and system time, in hundredths of a second. */
const [USER, SYSTEM] = [11, 12] as const;
const TICKS = 100;

/** Seconds of user and system time; null where there is no `/proc`. */
export function processorSeconds(pid: number): number | null {
  const file = `/proc/${pid}/stat`;
  if (!fs.existsSync(file)) return null;
  const fields = fs.readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS;
}
