/** The Kubernetes objects of every example, as its `main.ts` writes them. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { KubeObject } from '../e2e/cluster/kube-object';
import { FleetStack } from '../e2e/fleets/fleet-stack';
import { SynthesizedApp } from '../lib/plan/synthesized-app';

const EXAMPLES = path.join(__dirname, '..', 'examples');

export interface ExampleObjects {
  readonly name: string;
  /** Of all its stacks. */
  readonly objects: readonly KubeObject[];
}

/** Of what a program has written; none where it only computes, or where its fleet is refused. */
export function objectsIn(outdir: string): KubeObject[] {
  if (!fs.existsSync(path.join(outdir, 'manifest.json'))) return [];
  return SynthesizedApp.read(outdir)
    .stacks()
    .flatMap((stack) => FleetStack.of(stack).manifests());
}

/** Runs each program in this process. */
export function objectsOfExamples(): ExampleObjects[] {
  const names = fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'main.ts')));
  return names.map((name) => ({ name, objects: objectsIn(run(path.join(EXAMPLES, name, 'main.ts'))) }));
}

function run(program: string): string {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'example-'));
  const { log, error } = console;
  const { exitCode } = process;
  process.env['CDKTF_OUTDIR'] = outdir;
  console.log = console.error = () => undefined;
  try {
    require(program);
  } finally {
    Object.assign(console, { log, error });
    process.exitCode = exitCode;
    delete process.env['CDKTF_OUTDIR'];
  }
  return outdir;
}
