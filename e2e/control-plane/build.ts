/** Builds the tools once per pin into the cache folder. What is pinned is the key: a changed go.mod, go.sum or source builds anew. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cacheFolder } from '../machine/cache-folder';
import { exists, lastLines, run } from '../machine/command';
import type { Tool } from './tools';

/** Two processors are the machine this is sized for; more are not taken from others who work there. */
const PARALLEL = '2';
const BUILD_MINUTES = 30;
/** Neither inlined nor optimized nor described for a debugger: a third less to compute, and the programs serve one test at a time. */
const COMPILER = 'all=-dwarf=false -N -l';

export class NotAvailable extends Error {}

/**
 * Builds what is missing of these and returns the folder of the programs.
 * @throws NotAvailable when Go is missing or modules cannot be fetched; an Error when what was fetched does not compile
 */
export function buildTools(tools: readonly Tool[]): Promise<string> {
  const folder = cacheFolder('control-plane', buildKey(tools));
  const running = BUILDS.get(folder) ?? buildInto(folder, tools);
  BUILDS.set(folder, running);
  return running;
}

/** Parts of a run that need the same programs wait for one build. */
const BUILDS = new Map<string, Promise<string>>();

async function buildInto(folder: string, tools: readonly Tool[]): Promise<string> {
  const missing = tools.filter((tool) => !fs.existsSync(path.join(folder, tool.name)));
  if (missing.length === 0) return folder;
  if (!(await exists('go', ['version']))) {
    throw new NotAvailable(
      'Go is not installed. Install Go 1.24 or newer (https://go.dev/doc/install), or name a cluster: KUBECONFIG=… npm run e2e -- --given-cluster',
    );
  }
  fs.mkdirSync(folder, { recursive: true });
  for (const module of new Set(missing.map((tool) => tool.module))) {
    const own = missing.filter((tool) => tool.module === module);
    await fetchModules(module, own);
    await build(module, own, folder);
  }
  return folder;
}

/** Only the modules that these programs need: a pin names many more. */
async function fetchModules(module: string, tools: readonly Tool[]): Promise<void> {
  const args = ['list', '-deps', '-f', '', ...tagsOf(tools), ...tools.map(({ target }) => target)];
  const result = await run('go', args, { cwd: module, env: goEnvironment(tools), timeoutSeconds: BUILD_MINUTES * 60 });
  if (result.code !== 0)
    throw new NotAvailable(
      `the Go modules for ${tools.map(({ name }) => name).join(', ')} cannot be fetched (GOPROXY is ${await goProxy()}): ${lastLines(result.stderr, 1)}`,
    );
  console.log(`   fetched the modules of ${tools.map(({ name }) => name).join(', ')} in ${result.seconds.toFixed(0)} s`);
}

async function goProxy(): Promise<string> {
  return (await run('go', ['env', 'GOPROXY'], { env: goEnvironment([]) })).stdout.trim();
}

/** One build per module: its programs share most packages. Built in a folder apart first: a program that is there is whole. */
async function build(module: string, tools: readonly Tool[], folder: string): Promise<void> {
  const partial = path.join(folder, `.partial.${process.pid}`);
  const variables = new Map(tools.flatMap((tool) => Object.entries(tool.variables ?? {})));
  const linker = ['-s', '-w', ...[...variables].map(([name, value]) => `-X ${name}=${value}`)].join(' ');
  const flags = ['-p', PARALLEL, '-pgo=off', `-gcflags=${COMPILER}`, '-ldflags', linker, ...tagsOf(tools)];
  const args = ['build', ...flags, '-o', `${partial}${path.sep}`, ...tools.map(({ target }) => target)];
  fs.mkdirSync(partial, { recursive: true });
  const result = await run('nice', ['go', ...args], { cwd: module, env: goEnvironment(tools), timeoutSeconds: BUILD_MINUTES * 60 });
  if (result.code !== 0) throw new Error(`${tools.map(({ name }) => name).join(', ')} do not build:\n${lastLines(result.stderr)}`);
  for (const tool of tools) fs.renameSync(path.join(partial, builtName(tool)), path.join(folder, tool.name));
  fs.rmSync(partial, { recursive: true });
  console.log(`   built ${tools.map(({ name }) => name).join(', ')} in ${result.seconds.toFixed(0)} s`);
}

/** Go names a program by the last element of its path that is no major version. */
function builtName({ target, module }: Tool): string {
  const elements = (target === '.' ? module : target).split('/').filter((element) => !/^v\d+$/.test(element));
  return elements.at(-1) ?? '';
}

function tagsOf(tools: readonly Tool[]): string[] {
  const tags = [...new Set(tools.flatMap(({ tags: own }) => (own === undefined ? [] : [own])))];
  return tags.length === 0 ? [] : ['-tags', tags.join(',')];
}

/** Neither a workspace nor flags of the user may change what is built. */
function goEnvironment(tools: readonly Tool[]): NodeJS.ProcessEnv {
  const experiments = [...new Set(tools.flatMap(({ experiment }) => experiment ?? []))];
  return { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off', GOEXPERIMENT: experiments.join(',') };
}

function buildKey(tools: readonly Tool[]): string {
  const hash = createHash('sha256').update(
    JSON.stringify([
      COMPILER,
      tools.map(({ name, target, variables, tags, experiment }) => [
        name,
        target,
        variables,
        tags,
        ...(experiment === undefined ? [] : [experiment]),
      ]),
    ]),
  );
  for (const module of [...new Set(tools.map((tool) => tool.module))].sort()) {
    for (const file of ['go.mod', 'go.sum', 'main.go'].map((name) => path.join(module, name))) {
      if (fs.existsSync(file)) hash.update(fs.readFileSync(file));
    }
  }
  return hash.update(`${process.platform}-${process.arch}`).digest('hex').slice(0, 12);
}
