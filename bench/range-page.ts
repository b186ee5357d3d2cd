/** What the range of the memory estimate is made of, how often it holds, and what it would cost to be narrower. */
import { quantile } from './least-squares';
import {
  DIVISIONS,
  type Division,
  FAMILIES,
  factorsFor,
  HELD,
  type Held,
  halfWidth,
  isAbove,
  isBelow,
  isInside,
  type JudgedRow,
  leftOut,
  published,
  type RangedRow,
  rangedRows,
  WIDELY_SEEN,
} from './range-fit';

const percent = (value: number, digits = 1) => `${(value * 100).toFixed(digits)} %`;
const median = (values: readonly number[]) => quantile(values, 0.5);
const repositories = (rows: readonly RangedRow[]) => new Set(rows.map(({ repository }) => repository)).size;
const count = (rows: readonly JudgedRow[], holds: (row: JudgedRow) => boolean) => rows.filter(holds).length;

const HEAD =
  '| start-ups with all inputs | all | repositories | inside | below | above | median half-width | inside, repository left out | median half-width |\n|---|---|---|---|---|---|---|---|---|';

type Group = readonly [name: string, includes: (row: RangedRow) => boolean];
const GROUPS: readonly Group[] = [
  ['all', () => true],
  ['that nobody had seen', ({ clean }) => clean],
  ...FAMILIES.map((family): Group => [family, (row) => row.family === family]),
];

function line([name, includes]: Group, shipped: readonly JudgedRow[], crossed: readonly JudgedRow[]): string {
  const [own, fitted] = [shipped.filter(includes), crossed.filter(includes)];
  const ends = `${count(own, isInside)} (${percent(count(own, isInside) / own.length, 0)}) | ${count(own, isBelow)} | ${count(own, isAbove)}`;
  const left = `${count(fitted, isInside)} (${percent(count(fitted, isInside) / fitted.length, 0)}) | ±${percent(median(fitted.map(halfWidth)))}`;
  return `| ${name} | ${own.length} | ${repositories(own)} | ${ends} | ±${percent(median(own.map(halfWidth)))} | ${left} |`;
}

/** Narrower and wider ranges: shares that the ends are fitted to hold. */
const STEPS: readonly (readonly [name: string, held: Held])[] = [
  ['9 of 10 and 9 of 10', [0.9, 0.9]],
  ['19 of 20 and 9 of 10', [0.95, 0.9]],
  ['19 of 20 and 19 of 20', [0.95, 0.95]],
  ['39 of 40 and 19 of 20, as published', HELD],
  ['39 of 40 and 39 of 40', [0.975, 0.975]],
];

function stepLine(name: string, held: Held, rows: readonly RangedRow[], division: Division = WIDELY_SEEN): string {
  const crossed = leftOut(rows, held, division);
  const clean = crossed.filter((row) => row.clean);
  const of = (part: readonly JudgedRow[]) =>
    `${percent(count(part, isInside) / part.length, 0)} | ${count(part, isBelow)} | ±${percent(median(part.map(halfWidth)))}`;
  const factors = [...factorsFor(rows, held, division).values()].map((pair) => pair.map((factor) => factor.toFixed(2)).join(' and '));
  return `| ${name} | ${factors.join('; ')} | ${of(crossed)} | ${percent(byRepository(crossed), 0)} | ${of(clean)} |`;
}

/** Share of the start-ups that the range holds, each repository counted once. */
function byRepository(rows: readonly JudgedRow[]): number {
  const names = [...new Set(rows.map(({ repository }) => repository))];
  const shares = names.map((name) => {
    const own = rows.filter(({ repository }) => repository === name);
    return count(own, isInside) / own.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / names.length;
}

const STEP_HEAD =
  'factors of all rows | inside | below | median half-width | inside, each repository once | nobody had seen: inside | below | median half-width |\n|---|---|---|---|---|---|---|---|---|';

/** In the words of the table; a cause without a name here would be printed by its key. */
const CAUSES: Readonly<Record<string, string>> = {
  weights: 'weights: layouts of kernels, tables',
  activation: 'activations, where the formula was fitted',
  activationElsewhere: 'activations on other releases and cards',
  elsewhere: 'all else on other releases and cards',
  nonTorch: 'libraries and collectives',
  graphs: 'CUDA graphs',
  format: 'format that only a name tells',
  tower: 'towers whose peak is not computed',
  drafter: 'drafters',
  experts: 'kernels of experts in NVFP4',
  firstStart: 'first start, which compiles',
  compiling: 'first start that is said to be one',
  encoder: 'peak of an encoder',
  collectives: 'collectives of some machines',
  layouts: 'layouts of kernels of ROCm',
};

function causeLines(rows: readonly RangedRow[]): string[] {
  const names = [...new Set(rows.flatMap(({ causes }) => Object.keys(causes)))];
  return names.flatMap((name) => {
    const bands = rows.flatMap(({ causes }) => (Math.max(...(causes[name] ?? [0])) > 0.005 ? [causes[name] ?? [0, 0]] : []));
    if (bands.length === 0) return [];
    const [below, above] = [median(bands.map(([less]) => less ?? 0)), median(bands.map(([, more]) => more ?? 0))];
    return [`| ${CAUSES[name] ?? name} | ${bands.length} of ${rows.length} | ${below.toFixed(2)} | ${above.toFixed(2)} |`];
  });
}

const NARROW = 0.04;
/** GiB: below this a tenth of a GiB is more than a percent. */
const SMALL = 10;

function limits(rows: readonly JudgedRow[]): string {
  const wide = rows.filter((row) => row.clean && halfWidth(row) > NARROW);
  const amd = wide.filter(({ family }) => family === 'vLLM on cards of AMD').length;
  const few = wide.filter(({ family }) => ['vLLM on GB10', 'SGLang', 'TensorRT-LLM'].includes(family)).length;
  const others = wide.filter(({ family }) => family === 'vLLM on cards of NVIDIA');
  const small = others.filter(({ figureGiB }) => figureGiB < SMALL).length;
  return `Wider than ±${percent(NARROW, 0)} are ${wide.length} of the ${rows.filter(({ clean }) => clean).length} that nobody had seen: ${amd} on cards of AMD, where one machine took from 0.2 to 3.2 GiB more with the same model, the more on its first day; ${few} on GB10, SGLang or TensorRT-LLM, of which few logs are known; ${small} with a pool of less than ${SMALL} GiB, of which half a GiB is much; ${others.length - small} others.`;
}

export function rangeSection(): string {
  const rows = rangedRows();
  const shipped = rows.map(published);
  const crossed = leftOut(rows, HELD);
  const vllm = rows.filter(({ family }) => family.startsWith('vLLM'));
  return [
    '## The range',
    'The range of the KV pool is that of nine in ten start-ups. Errors of the formulas have causes that do not know of each other and are added in quadrature; inputs that are not given count in full, because they may have any value; SGLang, TensorRT-LLM and others, of which few logs are known, add everything up. So the width follows from what a replica has: a model in 16 bit on one card has the errors that every start has, and nothing else; named copies, drafters, encoders, NVFP4 experts, ranks over PCIe and first starts add theirs.',
    'The bands of the causes are the worst that was seen of each, or near it (lib/capacity/engines/vllm/estimate-doubts.ts says of which logs). Those that every start has seldom meet at their worst: on cards of NVIDIA with a memory of their own, of which many repositories are known, one factor for each end scales them, fitted so that it holds 39 of 40 start-ups at the lower end, which decides what fits, and 19 of 20 at the upper one, each repository counted once. What few replicas have counts in full, and so does everything on AMD and GB10 and with the first core (0.7 and before, older cards until 0.10). The columns on the right judge every start-up by factors that were fitted without its repository: rows of one repository are never on both sides. What was not left out is the mechanisms: on 2026-11-30 the errors of all these rows were read once more, and changed Model Runner V2 before 0.25, first starts, graphs of small batches, libraries on cards other than Hopper, collectives of four ranks before 0.11, the memory of RTX PRO 6000, and the bands of named copies. So no row of this table is clean any more, those “that nobody had seen” neither: they were scored before anyone read their errors, by an earlier estimate (first table of this page), and before these changes 95 of 102 of them lay in a range of ±5.8 % (92 in ±5.5 % with their repository left out). Bands that rest on one or two repositories (AMD, GB10, drafters, pairs of RTX 5090) were drawn after their rows. The start-ups are those of “Start-ups that nobody had seen” and “Start-ups of other people” for which the page gives all inputs.',
    [HEAD, ...GROUPS.map((group) => line(group, shipped, crossed))].join('\n'),
    `Rows of one repository are alike: with each repository counted once, ${percent(byRepository(crossed), 0)} lie in the range that was fitted without it.`,
    'What other ranges would cost, each repository left out in turn; factors of the lower and of the upper end:',
    [`| shares that the ends are fitted to hold | ${STEP_HEAD}`, ...STEPS.map(([name, held]) => stepLine(name, held, rows))].join('\n'),
    'Three other ways to divide the rows were compared, at the same shares, and one was taken: the first core apart, because its formulas are others. Several GPUs are of ten repositories: too few for the fortieth start-up of a kind of its own.',
    [`| factors of their own for | ${STEP_HEAD}`, ...DIVISIONS.map(([name, division]) => stepLine(name, HELD, rows, division))].join('\n'),
    limits(shipped),
    `What the errors of the ${vllm.length} start-ups of vLLM are made of, GiB of one GPU, the median where the cause applies:`,
    ['| cause | applies to | pool smaller by up to | larger by up to |\n|---|---|---|---|', ...causeLines(vllm)].join('\n'),
  ].join('\n\n');
}
