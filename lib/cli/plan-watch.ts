/** `agent-fleet plan --watch`: shows the plan again whenever a synthesis has written it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { REFUSED_FILE } from '../plan/refused-synthesis';
import { PLAN_FILE } from '../plan/schema';

export interface WatchProps {
  /** Folder that `cdktf synth` writes. */
  readonly folder: string;
  readonly show: () => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. @default 500 */
  readonly every?: number;
}

/**
 * Looks at the files of the plans; the events of file systems come several times for one write, and not at all on some mounts. A synthesis writes many files: what has
 * changed is shown once nothing more changes.
 */
export async function watchPlans({ folder, show, signal, every = 500 }: WatchProps): Promise<void> {
  let shown = '';
  let last = '';
  while (!signal.aborted) {
    const now = stamp(folder);
    if (now === last && now !== shown) {
      shown = now;
      show();
    }
    last = now;
    await wait(every, undefined, { signal }).catch(() => undefined);
  }
}

/** When each plan was written, and whether the last synthesis was refused. */
function stamp(folder: string): string {
  const stacks = fs.existsSync(path.join(folder, 'stacks')) ? fs.readdirSync(path.join(folder, 'stacks')) : [];
  const files = [REFUSED_FILE, ...stacks.sort().map((stack) => path.join('stacks', stack, PLAN_FILE))];
  const times = files.map((file) => fs.statSync(path.join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return JSON.stringify([stacks, times]);
}
