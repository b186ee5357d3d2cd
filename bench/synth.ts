/** Synthesis of the reference fleet with this library, against the same resources written by hand in cdktf. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUT, program } from './build';
import { goal, mib, ms, ratio, table, withSpread } from './page';
import type { SampleReport } from './programs/report';
import { type Spread, sampleInTurns, spread } from './sampling';

const GOAL = 1.15;

export function synthSection(samples: number): string {
  const folders = ['by-hand', 'reference-fleet'].map((name) => join(OUT, name));
  const [byHand = [], ours = []] = sampleInTurns<SampleReport>(
    [
      { file: program('by-hand'), args: folders.slice(0, 1) },
      { file: program('reference-fleet'), args: folders.slice(1) },
    ],
    samples,
  );
  const measured = (name: string, pick: (report: SampleReport) => number, unit: (value: number) => string, limit?: number) =>
    row(name, spread(byHand.map(pick)), spread(ours.map(pick)), unit, limit);
  return [
    `Synth of the reference fleet, both stacks: median of ${samples} fresh processes each (fastest–slowest)`,
    table([
      ['', 'by hand', 'this library', 'ratio', 'goal'],
      ...sizes(folders[0] ?? '', folders[1] ?? ''),
      measured('time, whole process', (report) => report.totalMs, ms, GOAL),
      measured('time, construct and write only', (report) => report.workMs, ms),
      measured('CPU, whole process', (report) => report.totalCpuMs, ms),
      measured('CPU, construct and write only', (report) => report.workCpuMs, ms),
      measured('peak memory', (report) => report.peakMiB, mib, GOAL),
    ]),
  ].join('\n');
}

function row(name: string, byHand: Spread, ours: Spread, unit: (value: number) => string, limit: number | undefined): string[] {
  const quotient = ours.median / byHand.median;
  const cells = [name, withSpread(byHand, unit), withSpread(ours, unit), ratio(quotient)];
  return limit === undefined ? cells : [...cells, goal(limit, quotient, ratio)];
}

/** What was written, so that a reader sees that both are the same fleet. */
function sizes(byHand: string, ours: string): string[][] {
  const [reference, library] = [written(byHand), written(ours)];
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
  return [
    ['resources', `${reference.resources}`, `${library.resources}`, ratio(library.resources / reference.resources)],
    ['Terraform JSON', kib(reference.bytes), kib(library.bytes), ratio(library.bytes / reference.bytes)],
  ];
}

interface Written {
  readonly resources: number;
  readonly bytes: number;
}

function written(outdir: string): Written {
  const stacks = readdirSync(join(outdir, 'stacks')).map((stack) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
  return {
    resources: stacks.reduce((sum, text) => sum + resourceCount(text), 0),
    bytes: stacks.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  };
}

function resourceCount(text: string): number {
  const { resource } = JSON.parse(text) as { readonly resource: Readonly<Record<string, object>> };
  return Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
}
