/** Terraform is interrupted or killed in the middle of an apply; the next apply, with `agent-fleet adopt` where needed, converges. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { conflictsIn } from '../../lib/cli/adopt/conflicts';
import { importBlock } from '../../lib/cli/adopt/import-blocks';
import { IMPORTS_FILE } from '../../lib/cli/adopt-command';
import { waitFor } from '../machine/wait';
import type { TerraformDeployment } from '../transports/terraform';
import type { Outcome } from '../transports/transport';
import type { Drill, DrillOutcome, Scene } from './drill';

/** After how many resources that Terraform began to make. */
const POINTS = [1, 4, 8, 12, 16, 22, 28, 36, 44, 52];
/** The one that quick runs keep: some objects are made, some are being made, most are to come. */
const QUICK_POINT = 16;

export const INTERRUPTIONS: readonly Drill[] = (['SIGINT', 'SIGKILL'] as const).flatMap((signal) =>
  POINTS.map((point) => ({
    name: `${signal} after ${point} resources, then apply again`,
    long: point !== QUICK_POINT,
    run: async (scene) => {
      const deployment = await scene.fresh(`${signal}-${point}`);
      await applyInterrupted(deployment, signal, point);
      return converge(deployment);
    },
  })),
);

/** Helm has written its record, Terraform has not: the release is neither there nor gone. */
export const KILLED_IN_HELM: Drill = {
  name: 'SIGKILL while Helm installs the custom resources, then apply again',
  run: async (scene) => {
    const deployment = await scene.fresh('SIGKILL-helm');
    let killed: Promise<unknown> | undefined;
    onBeginning(
      deployment,
      1,
      (pid) => {
        killed = recordOfHelm(scene).then(() => process.kill(pid, 'SIGKILL'));
      },
      /^helm_release\..*: Creating\.\.\./,
    );
    await deployment.apply();
    await killed?.catch(() => undefined);
    stopWatching(deployment);
    return converge(deployment);
  },
};

function recordOfHelm({ world, namespace }: Scene): Promise<true> {
  const ask = async () =>
    (await world.client.list('v1', 'Secret', namespace)).some(({ type }) => type === 'helm.sh/release.v1') ? true : undefined;
  return waitFor('the record of Helm', ask, { seconds: 30, everySeconds: 0.01 });
}

function stopWatching(deployment: TerraformDeployment): void {
  deployment.onLine = undefined;
  deployment.onStart = undefined;
}

/** Runs an apply and sends the signal when the output shows the given number of beginnings. */
async function applyInterrupted(deployment: TerraformDeployment, signal: NodeJS.Signals, point: number): Promise<Outcome> {
  onBeginning(deployment, point, (pid) => process.kill(pid, signal));
  try {
    return await deployment.apply();
  } finally {
    stopWatching(deployment);
  }
}

/** Calls once, with the process id of Terraform. */
export function onBeginning(deployment: TerraformDeployment, point: number, act: (pid: number) => void, what = /: Creating\.\.\./): void {
  let pid = 0;
  let begun = 0;
  deployment.onStart = (child) => {
    pid = child.pid ?? 0;
  };
  deployment.onLine = (line) => {
    if (!what.test(line)) return;
    begun += 1;
    if (begun === point) act(pid);
  };
}

/** Apply; adopt what exists but is not in the state; apply. What becomes visible only then is adopted in a further round. */
export async function converge(deployment: TerraformDeployment, rounds = 5): Promise<DrillOutcome> {
  const adopted: string[] = [];
  let outcome = await deployment.apply();
  for (let round = 0; round < rounds && outcome.problems.length > 0; round++) {
    const conflicts = conflictsIn(deployment.lastOutput);
    if (conflicts.length === 0) break;
    adopted.push(...conflicts);
    const blocks = adopted.map((address) => importBlock(deployment.stack.json, address));
    fs.writeFileSync(path.join(deployment.folder, IMPORTS_FILE), JSON.stringify({ import: blocks }));
    outcome = await deployment.apply();
  }
  const second = outcome.problems.length === 0 ? await deployment.secondPlan() : outcome;
  const note = adopted.length === 0 ? 'applied again' : `adopted ${adopted.map((address) => address.split('.')[0]).join(', ')}`;
  return { problems: second.problems, note };
}
