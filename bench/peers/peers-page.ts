/** The peers' part of docs/accuracy.md: AIConfigurator itself on the same rows. Its answers are data (test/data/peers-aiconfigurator.json). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreOf } from '../field-accuracy';
import { type FieldRow, fieldRows, halfOf } from '../field-rows';
import { goldenId } from '../golden-rows';
import { mean, quantile } from '../least-squares';
import { type MemoryRow, shippedRows } from '../memory-accuracy';

interface PeerAnswer {
  readonly id: string;
  readonly set: 'golden' | 'field';
  readonly kvCacheGiB: number | null;
  readonly kvTokens?: number;
  /** Why there is no answer. */
  readonly why?: string;
  readonly naiveKvCacheGiB?: number;
}

interface PeerFile {
  readonly tool: string;
  readonly version: string;
  readonly source: string;
  readonly asked: string;
  readonly rows: readonly PeerAnswer[];
}

export const peerFile = (): PeerFile =>
  JSON.parse(readFileSync(join(__dirname, '../../test/data/peers-aiconfigurator.json'), 'utf8')) as PeerFile;

/** One measured start-up, as both say it: predicted ÷ measured − 1, null where there is no answer. */
export interface Duel {
  readonly id: string;
  readonly ours: number | null;
  readonly theirs: number | null;
  /** Their rough fallback, off unless asked for. */
  readonly fallback: number | null;
  /** Null where they answered; rows that could not be asked are not theirs to answer. */
  readonly why: string | null;
}

export function goldenDuels(rows: readonly MemoryRow[] = shippedRows()): Duel[] {
  const answers = byId('golden');
  return rows.map((row, index) => {
    const id = goldenId({ model: row.name, tp: row.tp }, index);
    return duel(id, row.kvError, answers.get(id), (answer) => ratio(answer.kvCacheGiB, row.measuredKv), row.measuredKv);
  });
}

export function fieldDuels(rows: readonly FieldRow[] = fieldRows()): Duel[] {
  const answers = byId('field');
  return rows.map((row) => {
    const { kvCacheGiB, kvTokens } = row.logged;
    const errorOf = (answer: PeerAnswer) =>
      kvCacheGiB === undefined ? ratio(tokensOf(row, answer), kvTokens) : ratio(answer.kvCacheGiB, kvCacheGiB);
    return duel(row.id, scoreOf(row).error, answers.get(row.id), errorOf, kvCacheGiB);
  });
}

/** It counts the tokens of a pipeline by all layers of the model: they cannot be compared with those of a stage. */
const tokensOf = ({ request }: FieldRow, { kvTokens }: PeerAnswer) =>
  Number(request['pipelineParallel'] ?? 1) > 1 ? null : (kvTokens ?? null);

const byId = (set: PeerAnswer['set']) => new Map(peerFile().rows.flatMap((row) => (row.set === set ? [[row.id, row] as const] : [])));

const ratio = (said: number | null | undefined, measured: number | undefined) =>
  said == null || measured === undefined ? null : said / measured - 1;

function duel(
  id: string,
  ours: number | null,
  answer: PeerAnswer | undefined,
  errorOf: (answer: PeerAnswer) => number | null,
  pool?: number,
): Duel {
  const theirs = answer === undefined ? null : errorOf(answer);
  const why = theirs === null ? (answer?.why ?? 'not asked: nothing to compare') : null;
  return { id, ours, theirs, fallback: ratio(answer?.naiveKvCacheGiB, pool), why };
}

const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
const HEAD = '| rows | whose | answered | median | p90 | worst | over-promised by more than 2 % |\n|---|---|---|---|---|---|---|';

function line(rows: string, whose: string, of: number, errors: readonly number[]): string {
  const sizes = errors.map(Math.abs);
  const over = errors.filter((error) => error > 0.02).length;
  const figures = sizes.length === 0 ? ['', '', ''] : [quantile(sizes, 0.5), quantile(sizes, 0.9), Math.max(...sizes)].map(percent);
  return `| ${rows} | ${whose} | ${errors.length} of ${of} | ${figures.join(' | ')} | ${over} |`;
}

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

function lines(name: string, duels: readonly Duel[]): string[] {
  const asked = duels.filter(({ why }) => why === null || !why.startsWith('not asked'));
  const both = asked.filter(({ ours, theirs }) => ours !== null && theirs !== null);
  const column = (rows: readonly Duel[], of: 'ours' | 'theirs') => known(rows.map((row) => row[of]));
  return [
    line(`${name}, all that could be asked`, 'this library', asked.length, column(asked, 'ours')),
    line(`${name}, all that could be asked`, 'AIConfigurator', asked.length, column(asked, 'theirs')),
    line(`${name}, answered by both`, 'this library', both.length, column(both, 'ours')),
    line(`${name}, answered by both`, 'AIConfigurator', both.length, column(both, 'theirs')),
  ];
}

export function peersSection(): string {
  const { version, asked, source } = peerFile();
  const [golden, field] = [goldenDuels(), fieldDuels()];
  return [
    '## AIConfigurator on the same rows',
    `Version ${version}, asked on ${asked} (${source}). It was told the memory that the driver reported, the memory fraction, the batch and the ranks of each row; it does not read the release of the engine.`,
    [
      HEAD,
      ...lines('campaign', golden),
      ...lines('other people’s runs', field),
      ...lines('… of those, the held-out half', heldOut(field)),
    ].join('\n'),
    fallbackLine(golden),
    `Why it did not answer: ${reasons([...golden, ...field])}.`,
  ].join('\n\n');
}

/** The half in which no mechanism was looked for. */
function heldOut(duels: readonly Duel[]): Duel[] {
  const kept = new Set(fieldRows().flatMap((row) => (halfOf(row) === 'held-out' ? [row.id] : [])));
  return duels.filter(({ id }) => kept.has(id));
}

function fallbackLine(duels: readonly Duel[]): string {
  const errors = known(duels.map(({ fallback }) => fallback)).map(Math.abs);
  return `Its fallback for models it does not have, off unless asked for, answers ${errors.length} more of the campaign's rows, ${percent(mean(errors))} off on average (worst ${percent(Math.max(...errors))}).`;
}

/** Reasons by kind, the most frequent first. */
function reasons(duels: readonly Duel[]): string {
  const counts = new Map<string, number>();
  for (const { why } of duels) if (why !== null) counts.set(kindOf(why), (counts.get(kindOf(why)) ?? 0) + 1);
  return [...counts]
    .sort(([a, left], [b, right]) => right - left || a.localeCompare(b))
    .map(([kind, count]) => `${kind} (${count})`)
    .join(', ');
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^not asked/, 'could not be asked'],
  [/^no system|queryable/, 'no data of the GPU'],
  [/architecture/, 'architecture not supported'],
  [/^no such engine/, 'engine not supported'],
  [/no KV budget/, 'by its arithmetic nothing fits'],
];
const kindOf = (why: string) => KINDS.find(([pattern]) => pattern.test(why))?.[1] ?? 'format of the weights not supported';
