/**
 * Every GPU with every model on every engine with 1, 2, 4 and 8 GPUs: each cell fits, is refused or is uncertain, and says why. A sample in `npm test`; all of
 * them, and the counts of docs/engines.md, with `AGENT_FLEET_LONG_RUNS=1`.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Cell, cellsOf, ENGINE_IDS, type JudgedCell } from '../scripts/matrix/cells';
import { countCells, keptCounts } from '../scripts/matrix/counts';
import { IS_LONG } from './support/runs';

/** A prime, so that no GPU, model, engine or count is left out of the sample. */
const STEP = IS_LONG ? 1 : 397;
const cells = cellsOf();
const asked = cells.filter((_, index) => index % STEP === 0);
const problems: string[] = [];

const named = ({ gpu, model, engine, gpus }: Cell) => `${model.id} on ${gpus} × ${gpu.id} with ${engine}`;

/** What no reader could use: a no without a code, a doubt without a fact, arguments with a hole in them. */
function problemOf({ answer, reasons, args }: JudgedCell): string | undefined {
  if (answer !== 'fits' && reasons.length === 0) return `${answer} without a reason`;
  if (answer === 'refused' && !reasons.every((code) => /^AF-[A-Z]+-\d{3}$/.test(code))) return `refused for ${reasons.join(', ')}`;
  const hole = args.find((arg) => arg === '' || /\b(undefined|NaN|Infinity)\b|-\d+\.\d+e/.test(arg));
  return hole === undefined ? undefined : `started with ${hole}`;
}

const counts = countCells((cell, judged) => {
  const problem = problemOf(judged);
  if (problem !== undefined) problems.push(`${named(cell)}: ${problem}`);
}, asked);

test('the matrix is complete', () => {
  expect(new Set(cells.map(({ gpu }) => gpu.id)).size).toBeGreaterThanOrEqual(29);
  expect(new Set(cells.map(({ model }) => model.id)).size).toBeGreaterThanOrEqual(137);
  expect(ENGINE_IDS).toEqual(['vllm', 'ray-serve', 'sglang', 'tensorrt-llm', 'tgi', 'ollama', 'tei']);
  expect(asked.length).toBeGreaterThan(IS_LONG ? 100_000 : 250);
  for (const engine of ENGINE_IDS) expect(asked.some((cell) => cell.engine === engine)).toBe(true);
});

test('no cell crashes, and each that is no yes says why', () => {
  expect(problems).toEqual([]);
});

test('each answer is given', () => {
  const all = Object.values(counts.byEngine);
  for (const answer of ['fits', 'refused', 'uncertain'] as const) expect(all.some((of) => of[answer] > 0)).toBe(true);
});

/** Share of the cells by which the page may be behind: a change of an estimate moves some cells at the edge. */
const BEHIND = 0.02;

test('docs/engines.md has the counts of the last whole run', () => {
  const page = fs.readFileSync(path.join(__dirname, '../docs/engines.md'), 'utf8');
  for (const { fits, refused, uncertain } of Object.values(keptCounts().byEngine))
    expect(page).toContain([fits, refused, uncertain].map((count) => count.toLocaleString('en-US')).join(' | '));
});

const whole = IS_LONG ? test : test.skip;

whole('these are the counts of today: else `npx tsx --tsconfig tsconfig.dev.json scripts/matrix/write.ts` and `npm run docs`', () => {
  const kept = keptCounts();
  expect(Object.keys(kept.byEngine)).toEqual(Object.keys(counts.byEngine));
  for (const [engine, { fits, refused, uncertain }] of Object.entries(counts.byEngine)) {
    const cellsOfEngine = fits + refused + uncertain;
    for (const [answer, count] of Object.entries({ fits, refused, uncertain })) {
      const before = kept.byEngine[engine]?.[answer as 'fits'] ?? 0;
      expect([engine, answer, Math.abs(before - count) / cellsOfEngine < BEHIND]).toEqual([engine, answer, true]);
    }
  }
});
