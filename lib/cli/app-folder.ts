/** The options that every command on a synthesized app shares. */
import { readFileSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { isPlainObject } from '../core/plain-object';
import { SynthesizedApp, type SynthesizedStack } from '../plan/synthesized-app';

export interface AppOptions {
  readonly appDir: string;
}

export function onSynthesizedApp(command: Command): Command {
  return command.argument('[stack]', 'name of one stack; all stacks when it is left out').addOption(appOption());
}

export const appOption = (): Option =>
  new Option('--app-dir <folder>', 'folder that `cdktf synth` wrote').default(appFolder(), '`output` of `cdktf.json`, else `cdktf.out`');

/** Where a synthesis writes if it is started here: by the environment, as the class `App` reads it, by `output` of `cdktf.json`, or `cdktf.out`. */
export function appFolder(): string {
  const { CDKTF_OUTDIR: outdir } = process.env;
  return outdir || outputOf('cdktf.json') || 'cdktf.out';
}

/** What cannot be read is a matter of `cdktf` itself, which says so. */
function outputOf(file: string): string | undefined {
  try {
    if (!statSync(file).isFile()) return undefined;
    const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isPlainObject(config) && typeof config['output'] === 'string' ? config['output'] : undefined;
  } catch {
    return undefined;
  }
}

/** @throws FleetSpecError when there is no synthesized app, or no stack of this name. */
export function chosenStacks(name: string | undefined, { appDir }: AppOptions): SynthesizedStack[] {
  const app = SynthesizedApp.read(appDir);
  return name === undefined ? app.stacks() : [app.stack(name)];
}
