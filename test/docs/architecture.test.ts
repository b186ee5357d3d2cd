/** A newcomer's tour: whoever reads docs/architecture.md opens the right file. Every question of its table is asked here, with what the file must hold. */
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const PAGE = read('docs/architecture.md');

const TABLE = PAGE.slice(PAGE.indexOf('## Where do I change what?'), PAGE.indexOf('## Rules of the house'));
const ROWS = new Map([...TABLE.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].slice(1).map((match) => [match[1]?.trim() ?? '', match[2] ?? '']));
const filesOf = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

/** What a newcomer looks for, and a piece of text that only the right file holds. */
const TOUR: readonly (readonly [question: string, holds: RegExp])[] = [
  ['a new GPU, or a figure of one', /id: 'l40s'/],
  ['a new model', /huggingFaceId: 'Qwen\/Qwen3-8B'/],
  ['a new engine: how it is sized', /ENGINE_MODELS/],
  ['a new engine: how it is started', /new Map<string, EngineAdapter>/],
  ['a flag that vLLM added, renamed or removed', /gpu-memory-utilization/],
  ['a rule about what fits', /weightsFit/],
  ['which changes are tried as repairs', /numberFormats|moreReplicas/],
  ['a prop of a pool', /export interface InferencePoolProps/],
  ['a new store', /interface IStateStore/],
  ['the version of a chart', /kube-prometheus-stack/],
  ['an alert on pools', /export function poolAlerts/],
  ['what the plan looks like on a terminal', /export function renderPlan/],
  ['how data is escaped for Terraform', /\$\$\{|%%\{/],
];

test('every question of the page is part of the tour', () => {
  expect([...ROWS.keys()]).toEqual(TOUR.map(([question]) => question));
});

test.each(TOUR)('%s', (question, holds) => {
  const files = filesOf(ROWS.get(question) ?? '').filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
  expect(files.some((file) => holds.test(read(file)))).toBe(true);
});

test.each(['docs/architecture.md', 'CONTRIBUTING.md'])('files that %s names exist', (page) => {
  const named = [...read(page).matchAll(/`((?:lib|test|e2e|docs|scripts)\/[^`\s]*)`/g)]
    .map((match) => match[1] ?? '')
    .filter((file) => !/[<*]/.test(file));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('the rooms of the page are those of lib/, in the order in which they may import', () => {
  const rooms = [...PAGE.slice(PAGE.indexOf('## Rooms'), PAGE.indexOf('Rooms meet')).matchAll(/^\| (`[^|]+) \|/gm)].flatMap((match) =>
    filesOf(match[1] ?? ''),
  );
  const folders = fs.readdirSync(path.join(ROOT, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...rooms].sort()).toEqual(folders.map(({ name }) => name).sort());
  const order = [...read('.dependency-cruiser.js').matchAll(/'([a-z]+)'/g)].map((match) => match[1] ?? '');
  expect([...rooms].sort((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(rooms);
});
