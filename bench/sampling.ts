/** Samples in fresh processes, one program after the other in turns: what disturbs the machine disturbs all of them alike. */
import { execFileSync } from 'node:child_process';
import { quantile } from './least-squares';

export interface Program {
  readonly file: string;
  readonly args?: readonly string[];
}

/** The reports of each program, sampled in turns. */
export function sampleInTurns<R>(programs: readonly Program[], samples: number): R[][] {
  const reports: R[][] = programs.map(() => []);
  for (let turn = 0; turn < samples; turn += 1) {
    for (const [index, program] of programs.entries()) reports[index]?.push(run<R>(program));
  }
  return reports;
}

function run<R>({ file, args = [] }: Program): R {
  const output = execFileSync(process.execPath, [file, ...args], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as R;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: quantile(values, 0.5), max: Math.max(...values) };
}
