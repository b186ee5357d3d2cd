/** The fleet of the README and its changes, as a pull request would make them: texts of its program become others. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { transformSync } from '@swc/core';
import { temporaryOutdir } from '../../setup/temporary-outdir';

const PROGRAM = fs.readFileSync(path.join(__dirname, '../../../examples/readme/main.ts'), 'utf8');

export type Edit = readonly [from: string, to: string];

export const CHANGES: Readonly<Record<string, readonly Edit[]>> = {
  'role-added': [
    ["workers: ['researcher', 'coder', 'reviewer'] }", "workers: ['researcher', 'coder', 'reviewer', 'tester'] }"],
    [
      '    reviewer: { pool: workers, contextTokens: 4_000 },\n',
      '    reviewer: { pool: workers, contextTokens: 4_000 },\n    tester: { pool: workers, contextTokens: 6_000 },\n',
    ],
  ],
  'gpu-changed': [['  gpu: Gpu.H100_PCIE,\n  gpusPerReplica: 2,\n', '  gpu: Gpu.H200_SXM,\n  gpusPerReplica: 1,\n']],
  'model-upgraded': [
    ['Model.LLAMA_3_1_8B_INSTRUCT', 'Model.QWEN3_14B'],
    ['min: 2, max: 8', 'min: 3, max: 8'],
  ],
};

/** Folder with the synthesized app. @param edits each `from` stands in the program once */
export function readmeFleet(edits: readonly Edit[] = []): string {
  const outdir = temporaryOutdir();
  process.env['CDKTF_OUTDIR'] = outdir;
  const { code } = transformSync(edits.reduce(edited, PROGRAM), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  new Function('require', 'exports', code)(require, {});
  return outdir;
}

function edited(text: string, [from, to]: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} stands in the README's program ${parts.length - 1} times, not once`);
  return parts.join(to);
}
