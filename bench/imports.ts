/** What importing costs, from the compiled package in fresh processes, and what the import of `.` is made of. */
import { join } from 'node:path';
import { BUILD, program } from './build';
import { goal, ms, ratio, table, withSpread } from './page';
import type { ImportReport } from './programs/import-report';
import { type Program, sampleInTurns, spread } from './sampling';

interface Subject {
  readonly name: string;
  readonly goalMs?: number;
}

const REFERENCE: Subject = { name: 'cdktf' };
const SUBJECTS: readonly Subject[] = [
  REFERENCE,
  { name: 'cdktf-agent-fleet', goalMs: 350 },
  { name: 'cdktf-agent-fleet/capacity', goalMs: 100 },
  { name: 'cdktf-agent-fleet/testing' },
];

/** In this order each finds loaded what it needs of the others, so a step shows what the step alone adds. */
const STEPS: readonly (readonly [label: string, module: string])[] = [
  ['cdktf', 'cdktf'],
  ['provider classes', join(BUILD, 'dist/terraform/kubernetes.js')],
  ['helm classes', join(BUILD, 'dist/terraform/helm.js')],
  ['zod', 'zod'],
  ['this library', 'cdktf-agent-fleet'],
];
const LATER = ["Grafana's builders", join(BUILD, 'dist/observability/dashboard/grafana-sdk.js')] as const;

const importing = (names: readonly string[]): Program => ({ file: program('import'), args: names });

export function importSection(samples: number): string {
  const programs = [importing([]), ...SUBJECTS.map(({ name }) => importing([name]))];
  const [empty = [], ...imported] = sampleInTurns<ImportReport>(programs, samples);
  const start = spread(empty.map((report) => report.startMs));
  const costs = imported.map((reports) => spread(reports.map((report) => report.steps[0]?.ms ?? 0)));
  const reference = costs[0]?.median ?? 1;
  const rows = SUBJECTS.map(({ name, goalMs }, index) => {
    const cost = costs[index] ?? spread([0]);
    const cells = [`import ${name}`, withSpread(cost, ms), ratio(cost.median / reference)];
    return goalMs === undefined ? cells : [...cells, goal(goalMs, cost.median, ms)];
  });
  return [
    `Import: median of ${samples} fresh processes each (fastest–slowest)`,
    table([['', 'time', 'ratio', 'goal'], ['an empty process', withSpread(start, ms), ratio(start.median / reference)], ...rows]),
    ...composition(samples),
  ].join('\n');
}

function composition(samples: number): string[] {
  const modules = [...STEPS.map(([, module]) => module), LATER[1]];
  const [reports = []] = sampleInTurns<ImportReport>([importing(modules)], samples);
  const step = (index: number) => ms(spread(reports.map((report) => report.steps[index]?.ms ?? 0)).median);
  return [
    `  of which: ${STEPS.map(([label], index) => `${label} ${step(index)}`).join(' · ')}`,
    `  only when a dashboard is written: ${LATER[0]} ${step(STEPS.length)}`,
  ];
}
