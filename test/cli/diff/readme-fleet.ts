/** The fleet of the README and its changes, as a pull request would make them: texts of its program become others. */
import { type Edit, runReadme } from '../../../scripts/readme-program';
import { temporaryOutdir } from '../../setup/temporary-outdir';

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
  runReadme(outdir, edits);
  return outdir;
}
