/** Start-ups that nobody had seen when the estimate was made: the first thing that docs/accuracy.md says, each family on its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldScore, scoreOf } from './field-accuracy';
import type { FieldRow } from './field-rows';
import { quantile } from './least-squares';

/** What the estimate of one commit answered, before any error was looked at. It stays, whatever is mended afterwards. */
interface FirstScore {
  readonly at: string;
  /** Null where nothing was answered. */
  readonly error: number | null;
  readonly inRange: boolean | null;
  /** Half of the range that was published, as a share of the pool. */
  readonly halfWidth: number | null;
  /** The first input that a refusal named. */
  readonly missing?: string;
}

interface CleanRow extends FieldRow {
  readonly first: FirstScore;
  /** Another log of a repository of which some were known: not its error, but how its machine behaves. */
  readonly sibling?: true;
  /** An input that was read wrongly and put right after the first score, which stays. */
  readonly corrected?: string;
}

interface CleanFile {
  readonly source: string;
  readonly asOf: string;
  /** Pages that were left out, each for what could be seen before scoring. */
  readonly dropped: readonly { readonly what: string; readonly why: string }[];
  readonly rows: readonly CleanRow[];
}

const FILE = join(__dirname, '../test/data/clean-runs.json');
const file = (): CleanFile => JSON.parse(readFileSync(FILE, 'utf8')) as CleanFile;

export const cleanRows = (): readonly FieldRow[] => file().rows;

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`;
const rounded = (value: number) => Number(value.toFixed(4));

/** Half of the width of the range, as a share of the pool that it is about. */
function halfWidth({ predicted }: FieldScore): number {
  const [low, high] = predicted?.kvCacheRange ?? [0, 0];
  return (high - low) / 2 / Math.max(0.01, Math.abs(predicted?.kvCache ?? 0));
}

function firstScore(row: FieldRow, at: string): FirstScore {
  const score = scoreOf(row);
  const { error, inRange, missing } = score;
  if (error === null) return { at, error, inRange, halfWidth: null, missing: missing[0] ?? '' };
  return { at, error: rounded(error), inRange, halfWidth: rounded(halfWidth(score)) };
}

/** Rows without a first score get one; rows that have theirs keep it. */
function scoreNew(at: string): void {
  const { rows, ...rest } = file();
  const scored = rows.map((row) => ({ ...row, first: (row as Partial<CleanRow>).first ?? firstScore(row, at) }));
  writeFileSync(FILE, `${JSON.stringify({ ...rest, rows: scored }, null, 1)}\n`);
}

type Scored = Pick<FirstScore, 'error' | 'inRange' | 'halfWidth'>;

function line(name: string, scores: readonly Scored[]): string {
  const answered = scores.filter(({ error }) => error !== null);
  if (answered.length === 0) return `| ${name} | ${scores.length} | 0 | | | | |`;
  const sizes = answered.map(({ error }) => Math.abs(error ?? 0));
  const inside = answered.filter(({ inRange }) => inRange === true).length;
  const width = quantile(
    answered.map((score) => score.halfWidth ?? 0),
    0.5,
  );
  const errors = `${percent(quantile(sizes, 0.5))} | ${percent(quantile(sizes, 0.9))}`;
  return `| ${name} | ${scores.length} | ${answered.length} | ${errors} | ${inside} of ${answered.length} | ±${percent(width, 0)} |`;
}

type Family = readonly [name: string, includes: (row: CleanRow) => boolean];

const engineIs =
  (id: string) =>
  ({ request }: CleanRow) =>
    request['engine'] === id;
const gpuIs =
  (pattern: RegExp) =>
  ({ request }: CleanRow) =>
    pattern.test(String(request['gpu']));

/** The last collection: its first score is of the estimate as it is today, but for what its own errors changed. */
const isLatest =
  (rows: readonly CleanRow[]) =>
  ({ first }: CleanRow) =>
    first.at === rows.at(-1)?.first.at;

const FAMILIES: readonly Family[] = [
  ['all', () => true],
  ['pages of repositories that nobody had seen', ({ sibling }) => sibling !== true],
  ['further logs of repositories seen before', ({ sibling }) => sibling === true],
  ['vLLM', engineIs('vllm')],
  ['SGLang', engineIs('sglang')],
  ['TensorRT-LLM', engineIs('tensorrt-llm')],
  ['AMD', gpuIs(/AMD|MI\d{3}X/)],
  ['GB10 (unified memory)', gpuIs(/GB10/)],
  ['Blackwell with memory of its own', gpuIs(/RTX PRO 6000|RTX 50\d0|B[23]00/)],
  ['several GPUs', ({ request }) => Number(request['tensorParallel'] ?? 1) > 1],
  ['inputs in full', ({ quality }) => quality === 'full'],
];

const familiesOf = (rows: readonly CleanRow[]): readonly Family[] => [
  ...FAMILIES.slice(0, 1),
  [`collected last (commit ${rows.at(-1)?.first.at})`, isLatest(rows)],
  ...FAMILIES.slice(1),
];

const table = (rows: readonly CleanRow[], scored: (row: CleanRow) => Scored) =>
  [
    '| rows | all | answered | median | p90 | inside the range | median half-width |\n|---|---|---|---|---|---|---|',
    ...familiesOf(rows).map(([name, includes]) => line(name, rows.filter(includes).map(scored))),
  ].join('\n');

/** `owner/repository` of a page. */
const repository = ({ url }: CleanRow) => url.split('/').slice(3, 5).join('/');

const corrections = (rows: readonly CleanRow[]) =>
  rows.flatMap(({ id, corrected }) => (corrected === undefined ? [] : [`${id} (${corrected})`]));

export function cleanSection(): string {
  const { asOf, rows, dropped } = file();
  const missing = [...new Set(rows.flatMap(({ first }) => (first.missing === undefined ? [] : [first.missing.split(/[:(]/)[0] ?? ''])))];
  const commits = [...new Set(rows.map(({ first }) => first.at))];
  const scores = new Map(rows.map((row) => [row, firstScore(row, 'now')]));
  const now = (row: CleanRow): Scored => scores.get(row) as FirstScore;
  return [
    '## Start-ups that nobody had seen',
    `${rows.length} start-ups of ${new Set(rows.map(repository)).size} repositories and threads (test/data/clean-runs.json, each with its page), collected until ${asOf}: none of them was known, and of the repositories of ${rows.filter(({ sibling }) => sibling === true).length} other logs were. The first table is what the estimate said before any error was looked at (commits ${commits.join(', ')}); it stays as it is, whatever is mended. Rows of one repository share their machine: fewer than they look.`,
    table(rows, ({ first }) => first),
    ...(missing.length === 0 ? [] : [`Not answered at first for want of: ${missing.join(', ')}.`]),
    'The same rows with the estimate as it is now, after their errors were read: no longer a clean figure.',
    table(rows, now),
    ...(corrections(rows).length === 0 ? [] : [`Inputs that were read wrongly and put right afterwards: ${corrections(rows).join('; ')}.`]),
    `Left out before scoring: ${dropped.map(({ what, why }) => `${what} (${why})`).join('; ')}.`,
  ].join('\n\n');
}

if (require.main === module && process.argv[2] === '--score') scoreNew(process.argv[3] ?? '');
