/** What scanners of Kubernetes objects say of every example: nothing that docs/security.md does not explain. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { stringify } from 'yaml';
import type { KubeObject } from '../cluster/kube-object';
import { buildTools, NotAvailable } from '../control-plane/build';
import { SCANNER_TOOLS } from '../control-plane/tools';
import type { Example } from '../fleets/example';
import type { Options } from '../options';
import type { Results } from '../report/results';
import { installPython } from '../sessions/python-tools';
import { EXPLAINED, explanationOf } from './explained';
import type { Finding } from './finding';
import { type ScannerPrograms, scan } from './scan';

const SUBJECT = 'scanners';
const CHECKOV = 'checkov==3.3.30';
/** Kinds that scanners know: those of Kubernetes itself. */
const BUILT_IN =
  /^(v1|apps\/.*|batch\/.*|autoscaling\/.*|policy\/.*|(networking|rbac\.authorization|scheduling|storage|admissionregistration)\.k8s\.io\/.*)$/;

interface Setting {
  readonly results: Results;
  readonly folder: string;
}

export async function runScanners(
  { results, folder }: Setting,
  examples: readonly Example[],
  { needsTools, examples: named }: Options,
): Promise<void> {
  const programs = await scannerPrograms().catch((error: unknown) => {
    if (error instanceof NotAvailable && !needsTools) return error;
    throw error;
  });
  if (programs instanceof NotAvailable) return results.notRun(SUBJECT, 'no finding is unexplained', programs.message);
  const own = path.join(folder, SUBJECT);
  const deployed = examples.filter(({ stacks }) => stacks.length > 0);
  for (const example of deployed) writeObjects(example, own);
  const found = await scan(own, programs);
  for (const { name } of deployed) {
    const ofExample = found.filter(({ file }) => file.startsWith(`${name}${path.sep}`));
    const unexplained = ofExample.filter((finding) => explanationOf(finding) === undefined).map(rendered);
    results.judge(SUBJECT, `${name}: no finding is unexplained`, unexplained, undefined, `${ofExample.length} explained`);
  }
  if (named.length > 0) return;
  const idle = EXPLAINED.filter((entry) => !found.some((finding) => explanationOf(finding) === entry));
  results.judge(
    SUBJECT,
    'each explanation explains something',
    idle.map(({ finding }) => `${finding}: nothing finds it any more`),
  );
}

const rendered = ({ scanner, check, title, file }: Finding): string => `${scanner} ${check} (${title}): ${file}`;

async function scannerPrograms(): Promise<ScannerPrograms> {
  return { tools: await buildTools(SCANNER_TOOLS), python: await installPython('checkov', [CHECKOV]) };
}

function writeObjects({ name, stacks }: Example, folder: string): void {
  for (const stack of stacks) {
    const own = path.join(folder, name, stack.name);
    fs.mkdirSync(own, { recursive: true });
    // The scanners read YAML 1.1, in which more words are no texts.
    for (const object of stack.manifests().filter(({ apiVersion }) => BUILT_IN.test(apiVersion)))
      fs.writeFileSync(path.join(own, fileOf(object)), stringify(object, { version: '1.1' }));
  }
}

const fileOf = ({ kind, metadata: { name, namespace = '' } }: KubeObject): string =>
  `${[kind.toLowerCase(), name, namespace].join('.').replaceAll(/[^a-z0-9.-]/g, '-')}.yaml`;
