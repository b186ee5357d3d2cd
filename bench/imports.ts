/** What importing costs, from the bundled package in fresh processes, against cdktf with the provider classes that the library uses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, ROOT } from './build';
import { goal, ms, ratio, table, withSpread } from './page';
import type { ImportReport } from './programs/import-report';
import { type Program, type Spread, sampleInTurns, spread } from './sampling';

interface Subject {
  readonly name: string;
  readonly modules: readonly string[];
  readonly goalMs?: number;
  /** Times the reference. */
  readonly goalRatio?: number;
}

/** The modules behind the library's only doors to the providers; types cost nothing. */
function providerClasses(): string[] {
  const doors = ['kubernetes', 'helm'].map((door) => readFileSync(join(ROOT, `lib/terraform/${door}.ts`), 'utf8'));
  const classes = doors.flatMap((text) => [...text.matchAll(/^import \{.*from '(@cdktf\/[^']+)';$|require\('(@cdktf\/[^']+)'\)/gm)]);
  if (classes.length < 10) throw new Error('the doors to the providers are written in another way: no reference');
  return classes.map(([, imported, required]) => imported ?? required ?? '');
}

const NAME = 'cdktf-agent-fleet';
const REFERENCE: Subject = { name: 'cdktf and the provider classes', modules: ['cdktf', ...providerClasses()] };
const SUBJECTS: readonly Subject[] = [
  REFERENCE,
  { name: NAME, modules: [NAME], goalRatio: 1.3 },
  { name: `${NAME}/capacity`, modules: [`${NAME}/capacity`], goalMs: 100 },
  { name: `${NAME}/testing`, modules: [`${NAME}/testing`] },
];

const importing = (modules: readonly string[]): Program => ({ file: program('import'), args: modules });
const total = ({ steps }: ImportReport) => steps.reduce((sum, step) => sum + step.ms, 0);

export function importSection(samples: number): string {
  const programs = [importing([]), ...SUBJECTS.map(({ modules }) => importing(modules))];
  const [empty = [], ...imported] = sampleInTurns<ImportReport>(programs, samples);
  const start = spread(empty.map((report) => report.startMs));
  const costs = imported.map((reports) => spread(reports.map(total)));
  const reference = costs[0]?.median ?? 1;
  const rows = SUBJECTS.map((subject, index) => row(subject, costs[index] ?? spread([0]), reference));
  return [
    `Import: median of ${samples} fresh processes each (fastest–slowest)`,
    table([['', 'time', 'ratio', 'goal'], ['an empty process', withSpread(start, ms), ratio(start.median / reference)], ...rows]),
    ...composition(samples),
  ].join('\n');
}

function row({ name, goalMs, goalRatio }: Subject, cost: Spread, reference: number): string[] {
  const quotient = cost.median / reference;
  const cells = [`import ${name}`, withSpread(cost, ms), ratio(quotient)];
  if (goalRatio !== undefined) return [...cells, goal(goalRatio, quotient, ratio)];
  return goalMs === undefined ? cells : [...cells, goal(goalMs, cost.median, ms)];
}

/** In this order each finds loaded what it needs of the others, so a step shows what the step alone adds. */
function composition(samples: number): string[] {
  const classes = providerClasses();
  const [reports = []] = sampleInTurns<ImportReport>([importing(['cdktf', ...classes, NAME])], samples);
  const step = (pick: (report: ImportReport) => number) => ms(spread(reports.map(pick)).median);
  const first = ({ steps }: ImportReport) => steps[0]?.ms ?? 0;
  const last = ({ steps }: ImportReport) => steps.at(-1)?.ms ?? 0;
  const between = (report: ImportReport) => total(report) - first(report) - last(report);
  return [`  of which: cdktf ${step(first)} · provider classes ${step(between)} · this library ${step(last)}`];
}
