/** Many fleets in one app: what one costs must not depend on how many there are. */
import { join } from 'node:path';
import { OUT, program } from './build';
import { ms, ratio, table } from './page';
import type { SampleReport } from './programs/report';
import { sampleInTurns, spread } from './sampling';

const COUNTS = [10, 50, 100] as const;
const SHAPES = [
  ['a stack for each', 'stacks'],
  ['all in one stack', 'stack'],
] as const;

/** Medians of one count of fleets. */
interface Cost {
  readonly fleets: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

export function growthSection(samples: number): string {
  const rows = SHAPES.map(([label, shape]) => row(label, costs(shape, samples)));
  return [
    `Fleets in one app, each with pool, router, stores, agents, dashboard: CPU per fleet, median of ${samples}`,
    table([['', ...COUNTS.map(String), 'last/first', '11th–50th', '51st–100th', 'ratio', 'memory'], ...rows]),
  ].join('\n');
}

function costs(shape: string, samples: number): Cost[] {
  const programs = COUNTS.map((count) => ({ file: program('many-fleets'), args: [join(OUT, `${shape}-${count}`), String(count), shape] }));
  return sampleInTurns<SampleReport>(programs, samples).map((reports, index) => ({
    fleets: COUNTS[index] ?? 0,
    cpuMs: spread(reports.map((report) => report.workCpuMs)).median,
    peakMiB: spread(reports.map((report) => report.peakMiB)).median,
  }));
}

/** Averages pay the warm-up of the process; what the later fleets add does not, and shows growth that averages hide. */
function row(label: string, costs: readonly Cost[]): string[] {
  const [first, middle, last] = costs as [Cost, Cost, Cost];
  const average = ({ cpuMs, fleets }: Cost) => cpuMs / fleets;
  const added = (from: Cost, to: Cost) => (to.cpuMs - from.cpuMs) / (to.fleets - from.fleets);
  const memory = (last.peakMiB - first.peakMiB) / (last.fleets - first.fleets);
  return [
    label,
    ...costs.map((cost) => ms(average(cost))),
    ratio(average(last) / average(first)),
    ms(added(first, middle)),
    ms(added(middle, last)),
    ratio(added(middle, last) / added(first, middle)),
    `${memory.toFixed(1)} MiB each`,
  ];
}
