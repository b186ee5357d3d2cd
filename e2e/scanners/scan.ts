/** Runs the scanners, each as its makers publish it, over a folder of objects. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { lastLines, run } from '../machine/command';
import type { Finding } from './finding';

/** Folders of the programs. */
export interface ScannerPrograms {
  readonly tools: string;
  readonly python: string;
}

const SECONDS = 1200;

interface Checkov {
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly check_name: string; readonly file_path: string }[];
  };
}

interface KubeScored {
  readonly file_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string; readonly name: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

/** kube-score's grade of a check without a finding. */
const PASSED = 10;

/** @param folder folders by example, of folders by stack, of files by object */
export async function scan(folder: string, programs: ScannerPrograms): Promise<Finding[]> {
  return [...(await checkov(folder, programs)), ...(await kubeScore(folder, programs)), ...(await trivy(folder, programs))];
}

async function checkov(folder: string, { python }: ScannerPrograms): Promise<Finding[]> {
  const args = ['--directory', folder, '--framework', 'kubernetes', '--compact', '--quiet', '--output', 'json', '--soft-fail'];
  // Our folder lies below a hidden one, where checkov would not look.
  const env = { ...process.env, CKV_IGNORE_HIDDEN_DIRECTORIES: 'false' };
  const report = JSON.parse(await printed(path.join(python, 'checkov'), args, { env })) as Checkov;
  return report.results.failed_checks.map(({ check_id, check_name, file_path }) => ({
    scanner: 'checkov',
    check: check_id,
    title: check_name,
    file: file_path.replace(/^\//, ''),
  }));
}

/** A stack at a time: policies and budgets are held against the pods of the same call. */
async function kubeScore(folder: string, { tools }: ScannerPrograms): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const stack of foldersBelow(folder).flatMap(foldersBelow)) {
    const files = fs.readdirSync(stack).map((file) => path.join(stack, file));
    const args = ['score', '--exit-one-on-warning=false', '--output-format', 'json', ...files];
    const report = JSON.parse(await printed(path.join(tools, 'kube-score'), args, { codes: [0, 1] })) as readonly KubeScored[] | null;
    for (const { file_name, checks } of report ?? [])
      for (const { check, grade, skipped } of checks)
        if (!skipped && grade < PASSED)
          found.push({ scanner: 'kube-score', check: check.id, title: check.name, file: path.relative(folder, file_name) });
  }
  return found;
}

async function trivy(folder: string, { tools }: ScannerPrograms): Promise<Finding[]> {
  const lines = (await printed(path.join(tools, 'trivy'), [folder])).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { id, title, file } = JSON.parse(line) as { id: string; title: string; file: string };
    return { scanner: 'Trivy', check: id, title, file };
  });
}

const foldersBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name));

interface Call {
  /** Exit codes of a scan that went well. @default [0] */
  readonly codes?: readonly number[];
  readonly env?: NodeJS.ProcessEnv;
}

async function printed(program: string, args: readonly string[], { codes = [0], env }: Call = {}): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, { timeoutSeconds: SECONDS, ...(env === undefined ? {} : { env }) });
  if (!codes.includes(code)) throw new Error(`${path.basename(program)} ended with ${code}: ${lastLines(stderr)}`);
  return stdout;
}
