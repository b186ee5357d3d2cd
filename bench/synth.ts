/** Synthesis of the reference fleet with this library, against the same resources with the same values in cdktf alone. */
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

/** What was written; that the resources are the same is checked before anything is compared. */
function sizes(byHand: string, ours: string): string[][] {
  const [reference, library] = [written(byHand), written(ours)];
  const other = [...library.resources].filter(([address, text]) => reference.resources.get(address) !== text).map(([address]) => address);
  if (other.length > 0) throw new Error(`the reference is another fleet: ${other.join(', ')}`);
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
  return [
    [
      'resources, the same in both',
      `${reference.resources.size}`,
      `${library.resources.size}`,
      ratio(library.resources.size / reference.resources.size),
    ],
    ['Terraform JSON', kib(reference.bytes), kib(library.bytes), ratio(library.bytes / reference.bytes)],
  ];
}

interface Written {
  /** By address; without what cdktf notes about the construct. */
  readonly resources: ReadonlyMap<string, string>;
  readonly bytes: number;
}

function written(outdir: string): Written {
  const stacks = readdirSync(join(outdir, 'stacks')).map((stack) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
  return {
    resources: new Map(stacks.flatMap((text, index) => resourcesOf(text).map(([address, value]) => [`${index}.${address}`, value]))),
    bytes: stacks.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  };
}

function resourcesOf(text: string): [string, string][] {
  const { resource } = JSON.parse(text) as { readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>> };
  return Object.entries(resource).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([id, value]): [string, string] => [`${type}.${id}`, JSON.stringify({ ...value, '//': undefined })]),
  );
}
