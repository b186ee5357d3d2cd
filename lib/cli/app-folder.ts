/** The options that every command on a synthesized app shares. */
import type { Command } from 'commander';
import { SynthesizedApp, type SynthesizedStack } from '../plan/synthesized-app';

export interface AppOptions {
  readonly appDir: string;
}

export function onSynthesizedApp(command: Command): Command {
  return command
    .argument('[stack]', 'name of one stack; all stacks when it is left out')
    .option('--app-dir <folder>', 'folder that `cdktf synth` wrote', 'cdktf.out');
}

/** @throws FleetSpecError when there is no synthesized app, or no stack of this name. */
export function chosenStacks(name: string | undefined, { appDir }: AppOptions): SynthesizedStack[] {
  const app = SynthesizedApp.read(appDir);
  return name === undefined ? app.stacks() : [app.stack(name)];
}
