/** Runs a program that was written for a plan: what it synthesizes is what the library accepts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { temporaryOutdir } from '../setup/temporary-outdir';

interface WrittenPool {
  readonly name: string;
  readonly gpu: string;
  readonly replicas: { readonly min: number };
  readonly verdict: string;
  readonly [key: string]: unknown;
}

/** `fleet.plan.json` of the program. */
export interface WrittenPlan {
  readonly pools: readonly WrittenPool[];
  readonly costPerHour: { readonly floor: number | null };
}

/** @throws what the synthesis throws */
export function synthesize(code: string, stack: string): WrittenPlan {
  const outdir = temporaryOutdir();
  const before = process.env['CDKTF_OUTDIR'];
  process.env['CDKTF_OUTDIR'] = outdir;
  try {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    new Function('require', 'exports', outputText)((name: string) => jest.requireActual(name), {});
    return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'fleet.plan.json'), 'utf8')) as WrittenPlan;
  } finally {
    if (before === undefined) delete process.env['CDKTF_OUTDIR'];
    else process.env['CDKTF_OUTDIR'] = before;
  }
}
