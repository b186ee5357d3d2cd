/** Finds the examples of the repository and synthesizes each in a process of its own. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { lastLines, run } from '../machine/command';
import { FleetStack } from './fleet-stack';
import { type NodePoolFacts, SIDE_FILE, type SideFacts } from './side-facts';

const REPOSITORY = path.resolve(__dirname, '../..');
export const EXAMPLES = path.join(REPOSITORY, 'examples');

export interface Example {
  readonly name: string;
  /** In the order of deployment. */
  readonly stacks: readonly FleetStack[];
  readonly nodePools: readonly NodePoolFacts[];
  /** The fleet does not fit, and says so: nothing to deploy. */
  readonly refusal?: string;
}

/** Folders below `examples` that can be run. */
export function exampleNames(): string[] {
  return fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'main.ts')));
}

/** @throws Error when the example neither synthesizes nor is refused */
export function synthesize(name: string, folder: string): Promise<Example> {
  return synthesizeFile(name, path.join(EXAMPLES, name, 'main.ts'), folder);
}

export async function synthesizeFile(name: string, main: string, folder: string): Promise<Example> {
  const outdir = path.join(folder, name);
  fs.mkdirSync(folder, { recursive: true });
  const args = ['--tsconfig', path.join(REPOSITORY, 'tsconfig.dev.json'), path.join(__dirname, 'synth-worker.ts')];
  const tsx = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');
  const result = await run(tsx, [...args, main, outdir], { cwd: REPOSITORY, timeoutSeconds: 180 });
  const side = readSide(path.join(outdir, SIDE_FILE));
  if (side?.refusal !== undefined) return { name, stacks: [], nodePools: side.nodePools, refusal: side.refusal };
  // Sizing alone is an example, too.
  if (result.code === 0 && side?.synthesized === false) return { name, stacks: [], nodePools: [] };
  if (result.code !== 0 || side?.synthesized !== true)
    throw new Error(`example ${name} does not synthesize:\n${lastLines(result.stderr || result.stdout)}`);
  return { name, stacks: stacksOf(outdir), nodePools: side.nodePools };
}

function readSide(file: string): SideFacts | undefined {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as SideFacts) : undefined;
}

/** Stacks before those that depend on them. */
function stacksOf(outdir: string): FleetStack[] {
  const manifest = JSON.parse(fs.readFileSync(path.join(outdir, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, { dependencies?: string[] }>;
  };
  const ordered: string[] = [];
  const visit = (name: string): void => {
    for (const dependency of manifest.stacks[name]?.dependencies ?? []) visit(dependency);
    if (!ordered.includes(name)) ordered.push(name);
  };
  for (const name of Object.keys(manifest.stacks)) visit(name);
  const app = SynthesizedApp.read(outdir);
  return ordered.map((name) => FleetStack.of(app.stack(name)));
}
