/** Start-ups that nobody had seen when the estimate was made: the first thing that docs/accuracy.md says, each family on its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldScore, scoreOf, summaryOf } from './field-accuracy';
import type { FieldRow } from './field-rows';
import { quantile } from './least-squares';

interface CleanFile {
  readonly asOf: string;
  readonly rows: readonly FieldRow[];
}

const file = (): CleanFile => JSON.parse(readFileSync(join(__dirname, '../test/data/clean-runs.json'), 'utf8')) as CleanFile;

export const cleanScores = (): readonly FieldScore[] => file().rows.map(scoreOf);

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`;

/** Half of the width of the range, as a share of the pool that it is about. */
function halfWidth({ predicted }: FieldScore): number {
  const [low, high] = predicted?.kvCacheRange ?? [0, 0];
  return (high - low) / 2 / Math.max(0.01, Math.abs(predicted?.kvCache ?? 0));
}

const isAnswered = ({ error }: FieldScore) => error !== null;

function line(name: string, scores: readonly FieldScore[]): string {
  const { rows, answered, median, p90, inRange } = summaryOf(scores);
  if (answered === 0) return `| ${name} | ${rows} | 0 | | | | |`;
  const width = quantile(scores.filter(isAnswered).map(halfWidth), 0.5);
  return `| ${name} | ${rows} | ${answered} | ${percent(median)} | ${percent(p90)} | ${inRange} of ${answered} | ±${percent(width, 0)} |`;
}

const FAMILIES: readonly (readonly [string, string])[] = [
  ['vllm', 'vLLM'],
  ['sglang', 'SGLang'],
  ['tensorrt-llm', 'TensorRT-LLM'],
];

export function cleanSection(): string {
  const { asOf } = file();
  const scores = cleanScores();
  const missing = [...new Set(scores.filter((score) => !isAnswered(score)).map(({ missing: [first] }) => (first ?? '').split(/[:(]/)[0]))];
  return [
    '## Start-ups that nobody had seen',
    `${scores.length} start-ups from threads of which no row was known (test/data/clean-runs.json, each with its page), collected on ${asOf} and scored before any error was looked at; nothing was changed for them since. Few, and most without a release or a share of the memory: a first figure, not a settled one. The larger figure of this kind is that of 2026-11-21, below: 78 vLLM rows, 82 % answered, median 2.7 %, p90 27.5 %, 84 % inside the range.`,
    [
      '| rows | all | answered | median | p90 | inside the range | median half-width |\n|---|---|---|---|---|---|---|',
      line('all', scores),
      ...FAMILIES.map(([id, name]) =>
        line(
          name,
          scores.filter(({ row }) => row.request['engine'] === id),
        ),
      ),
    ].join('\n'),
    ...(missing.length === 0 ? [] : [`Not answered for want of: ${missing.join(', ')}.`]),
  ].join('\n\n');
}
