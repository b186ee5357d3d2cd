/** The program of the README, as it stands there or with texts of it changed: what it synthesizes, its plan, its refusal. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { transformSync } from '@swc/core';
import { isFleetError } from '../lib/core/fleet-error';
import type { FleetPlan } from '../lib/plan/schema';
import { SynthesizedApp } from '../lib/plan/synthesized-app';

const PROGRAM = fs.readFileSync(path.join(__dirname, '..', 'examples', 'readme', 'main.ts'), 'utf8');
const STACK = 'research';

export type Edit = readonly [from: string, to: string];

/** More workflows than its planner holds. */
const TOO_MANY_WORKFLOWS: readonly Edit[] = [['concurrentWorkflows: 25', 'concurrentWorkflows: 40']];

export const readmePlan = (): FleetPlan =>
  inFolderOfItsOwn((outdir) => {
    runReadme(outdir, []);
    return SynthesizedApp.read(outdir).stack(STACK).plan();
  });

/** What a user reads with 40 workflows in place of 25. */
export const readmeRefusal = (): string =>
  inFolderOfItsOwn((outdir) => {
    try {
      runReadme(outdir, TOO_MANY_WORKFLOWS);
    } catch (error) {
      if (isFleetError(error)) return `${error.name} ${error.message}`;
      throw error;
    }
    throw new Error('the program of the README was not refused');
  });

/** Synthesizes into a folder. @param edits each `from` stands in the program once */
export function runReadme(outdir: string, edits: readonly Edit[]): void {
  const { code } = transformSync(edits.reduce(edited, PROGRAM), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const { CDKTF_OUTDIR } = process.env;
  process.env['CDKTF_OUTDIR'] = outdir;
  try {
    new Function('require', 'exports', code)(require, {});
  } finally {
    if (CDKTF_OUTDIR === undefined) delete process.env['CDKTF_OUTDIR'];
    else process.env['CDKTF_OUTDIR'] = CDKTF_OUTDIR;
  }
}

function edited(text: string, [from, to]: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands in the README's program ${parts.length - 1} times, not once`);
  return parts.join(to);
}

function inFolderOfItsOwn<T>(use: (outdir: string) => T): T {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'readme-'));
  try {
    return use(outdir);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}
