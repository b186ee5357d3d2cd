/** A plan that somebody edited gives a page or a coded refusal, whatever stands in it: no command breaks, and none prints what is no value. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdktf';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { PLAN_FILE } from '../../lib/plan/schema';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { runs, SEED } from '../support/runs';
import { agentFleet, EXIT } from './support';

type Place = readonly (string | number)[];
type Json = Record<string | number, unknown>;

/** What may stand in a place in the stead of what belongs there; the last takes the place away. */
const VALUES = [null, -1, 1e308, 'x', '', '\u001b[2J', '</script><script>alert(1)</script>', '__proto__', {}, [], true, undefined] as const;
/** Every so many places are tried, each with some of the values. */
const STEP = runs(485, 8);

const app = new App({ outdir: temporaryOutdir() });
referenceFleet(app);
app.synth();
const before = app.outdir;
const planFile = (folder: string): string => path.join(folder, 'stacks', 'research', PLAN_FILE);
const PLAN: unknown = JSON.parse(fs.readFileSync(planFile(before), 'utf8'));

const placesIn = (value: unknown, at: Place = []): Place[] =>
  typeof value === 'object' && value !== null
    ? [...(at.length === 0 ? [] : [at]), ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))]
    : [at];

function edited(at: Place, value: unknown): unknown {
  const plan = JSON.parse(JSON.stringify(PLAN)) as Json;
  const parent = at.slice(0, -1).reduce((part, key) => part[key] as Json, plan);
  const key = at.at(-1) as string;
  if (value === undefined) delete parent[key];
  else parent[key] = value;
  return plan;
}

/** The app with another plan. */
function folderOf(plan: unknown): string {
  const folder = temporaryOutdir();
  fs.cpSync(before, folder, { recursive: true });
  fs.writeFileSync(planFile(folder), JSON.stringify(plan));
  return folder;
}

const linesOn = (folder: string): readonly (readonly string[])[] => [
  ['plan', 'research', '--app-dir', folder],
  ['report', '--out', '-', '--app-dir', folder],
  ['report', '--format', 'markdown', '--app-dir', folder],
  ['check', '--format', 'sarif', '--app-dir', folder],
  ['check', '--app-dir', folder],
  ['images', '--sbom', '--app-dir', folder],
  ['diff', before, folder],
  ['diff', folder, before, '--format', 'markdown'],
];

const BROKEN = /TypeError|RangeError|Cannot read prop|is not a function|is not iterable/;
// The page brings programs of its own, which know these words.
const NO_VALUE = /\bNaN\b|\bundefined\b|\[object Object\]|\bInfinity\b/;
const withoutPrograms = (text: string): string => text.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '');

/** What is wrong with what a command said. */
async function faultOf(line: readonly string[]): Promise<string | null> {
  const { code, out, notes } = await agentFleet(...line);
  const said = withoutPrograms(`${out}${notes}`);
  if (![EXIT.ok, EXIT.problem].includes(code as never)) return `ended with ${code}`;
  const found = BROKEN.exec(said) ?? NO_VALUE.exec(said);
  if (found !== null) return `${found[0]}: ${said.slice(Math.max(0, found.index - 60), found.index + 60)}`;
  if (said.includes('\u001b[2J')) return 'an escape sequence of the terminal';
  return (line[0] === 'report' || line.includes('markdown')) && out.includes('<script>alert(1)') ? 'a program from the plan' : null;
}

test('no place of a plan breaks a command', async () => {
  const places = placesIn(PLAN);
  expect(places.length).toBeGreaterThan(1_000);
  const faults: string[] = [];
  for (const [index, at] of places.entries()) {
    if (index % STEP !== SEED % STEP) continue;
    for (const [number, value] of VALUES.entries()) {
      if ((Math.floor(index / STEP) + number) % 3 !== 0) continue;
      const folder = folderOf(edited(at, value));
      for (const line of linesOn(folder)) {
        const fault = await faultOf(line);
        if (fault !== null) faults.push(`${at.join('.')} = ${JSON.stringify(value)}: ${line[0]}: ${fault}`);
      }
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
  expect(faults).toEqual([]);
});

test.each([
  ['pools.0.price.asOf', ''],
  ['pools.0.price.asOf', '2026-02-30'],
  ['costPerHour.pricesAsOf.0', 'yesterday'],
])('%s = %j is no day', async (at, day) => {
  const { code, notes } = await agentFleet('plan', 'research', '--app-dir', folderOf(edited(at.split('.'), day)));
  expect(code).toBe(EXIT.problem);
  expect(notes).toContain('allowed a day or month that there is');
});
