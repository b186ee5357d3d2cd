/**
 * `agent-fleet adopt`: the way back when an apply was killed in the middle. Objects that were made but not yet written to the state
 * make the next apply fail with "already exists"; the command reads that output and writes import blocks for exactly these. What another release left behind is
 * named with the line that hands it over.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { own } from '../core/own';
import { parseData } from '../core/schema';
import { jsonIn, textIn } from '../core/text-file';
import { SynthesizedApp } from '../plan/synthesized-app';
import { conflictsIn, type OwnedObject, ownedElsewhere } from './adopt/conflicts';
import { type ImportBlock, importBlock } from './adopt/import-blocks';
import { appOption } from './app-folder';
import { refuseLink, replaceFile } from './safe-files';
import type { Terminal } from './terminal';

/** Terraform reads every `.tf.json` beside `cdk.tf.json`; a synthesis leaves it alone. */
export const IMPORTS_FILE = 'adopt.tf.json';

interface AdoptOptions {
  readonly appDir: string;
  readonly log?: string;
  readonly json?: true;
}

export function registerAdopt(program: Command, terminal: Terminal): void {
  program
    .command('adopt')
    .argument('<stack>', 'name of the stack')
    .addOption(appOption())
    .option('--log <file>', 'output of the apply that failed; read from standard input when it is left out')
    .option('--json', 'print JSON: the import blocks that were found')
    .description('Write import blocks for objects that exist but are not in the state, from the output of a failed apply')
    .action((stack: string, options: AdoptOptions) => adopt(stack, options, terminal));
}

function adopt(name: string, { appDir, log, json }: AdoptOptions, terminal: Terminal): void {
  const stack = SynthesizedApp.read(appDir).stack(name);
  const output = log === undefined ? fs.readFileSync(0, 'utf8') : textIn(logFile(log));
  const [addresses, owned] = [conflictsIn(output), ownedElsewhere(output)];
  const blocks = addresses.map((address) => importBlock(stack.terraform(), address));
  if (json) terminal.out(`${JSON.stringify(blocks, null, 2)}\n`);
  for (const object of owned) terminal.note(handOver(object));
  if (blocks.length === 0) {
    if (owned.length === 0) terminal.note('the output names no object that exists already: nothing to adopt');
    return;
  }
  const file = path.join(stack.folder, IMPORTS_FILE);
  refuseLink(file);
  const all = merge(readBlocks(file), blocks);
  replaceFile(file, `${JSON.stringify({ import: all }, null, 2)}\n`);
  if (!json) for (const { to, id } of blocks) terminal.out(`${to}  ${id}\n`);
  terminal.note(`${file}: ${all.length} import blocks. Apply again, then delete the file: once imported, they do nothing.`);
}

/** For kubectl; `cluster` alone may be that of another operator. */
const RESOURCES: Readonly<Record<string, string>> = {
  Cluster: 'clusters.postgresql.cnpg.io',
  Database: 'databases.postgresql.cnpg.io',
  ObjectStore: 'objectstores.barmancloud.cnpg.io',
  RabbitmqCluster: 'rabbitmqclusters.rabbitmq.com',
  ScheduledBackup: 'scheduledbackups.postgresql.cnpg.io',
};

/** Helm has no import: the object says itself to which release it belongs. */
function handOver({ kind, namespace, name, release }: OwnedObject): string {
  const resource = own(RESOURCES, kind) ?? kind.toLowerCase();
  const command = `kubectl annotate ${resource} ${name} -n ${namespace} --overwrite meta.helm.sh/release-name=${release} meta.helm.sh/release-namespace=${namespace}`;
  return `${kind} ${namespace}/${name} is of another release. If that one left it behind, give it to ${release} and apply again:\n  ${command}\n  kubectl label ${resource} ${name} -n ${namespace} --overwrite app.kubernetes.io/managed-by=Helm`;
}

const importsSchema = z.strictObject({ import: z.array(z.strictObject({ to: z.string(), id: z.string() })) });

const logFile = (file: string) => ({
  file,
  path: 'agent-fleet adopt',
  prop: '--log',
  allowed: 'a file with the output of the apply that failed',
  repairs: ['cdktf deploy 2>&1 | tee apply.log, then --log apply.log'],
});

function readBlocks(file: string): ImportBlock[] {
  if (!fs.existsSync(file)) return [];
  const allowed = 'the import blocks of an earlier run';
  const json = jsonIn({ file, path: 'agent-fleet adopt', prop: 'file', allowed, repairs: [`delete ${file}`] });
  return parseData(importsSchema, json, { path: file, className: 'the import blocks' }).import;
}

/** A second failure adds to what the first one named. */
function merge(known: readonly ImportBlock[], found: readonly ImportBlock[]): ImportBlock[] {
  return [...new Map([...known, ...found].map((block) => [block.to, block])).values()];
}
