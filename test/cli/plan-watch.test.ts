import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { watchPlans } from '../../lib/cli/plan-watch';
import { temporaryOutdir } from '../setup/temporary-outdir';

const EVERY = 10;

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !holds(); tries++) await wait(EVERY);
  expect(holds()).toBe(true);
}

test('a plan is shown at once, and again after each synthesis, and no more often', async () => {
  const folder = temporaryOutdir();
  const stack = path.join(folder, 'stacks/research');
  fs.mkdirSync(stack, { recursive: true });
  const write = (at: number) => {
    fs.writeFileSync(path.join(stack, 'fleet.plan.json'), '{}');
    fs.utimesSync(path.join(stack, 'fleet.plan.json'), at, at);
  };
  write(1);
  let shown = 0;
  const end = new AbortController();
  const watching = watchPlans({ folder, show: () => shown++, signal: end.signal, every: EVERY });
  await until(() => shown === 1);
  write(2);
  await until(() => shown === 2);
  fs.writeFileSync(path.join(folder, 'fleet.refused.json'), '{}');
  await until(() => shown === 3);
  await wait(10 * EVERY);
  expect(shown).toBe(3);
  end.abort();
  await watching;
});

test('a folder that is not there yet is waited for', async () => {
  const folder = temporaryOutdir();
  let shown = 0;
  const end = new AbortController();
  const watching = watchPlans({ folder: path.join(folder, 'later'), show: () => shown++, signal: end.signal, every: EVERY });
  await until(() => shown === 1);
  fs.mkdirSync(path.join(folder, 'later/stacks/research'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'later/stacks/research/fleet.plan.json'), '{}');
  await until(() => shown === 2);
  end.abort();
  await watching;
});
