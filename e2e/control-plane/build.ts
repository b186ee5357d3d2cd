/** Builds the tools once per pin into the cache folder. What is pinned is the key: a changed go.mod, go.sum or source builds anew. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cacheFolder } from '../machine/cache-folder';
import { exists, lastLines, run } from '../machine/command';
import { TOOLS, type Tool } from './tools';

/** Two processors are the machine this is sized for; more are not taken from others who work there. */
const PARALLEL = '2';
const BUILD_MINUTES = 30;

export class NotAvailable extends Error {}

/**
 * Folder of the built programs.
 * @throws NotAvailable when Go is missing or modules cannot be fetched; an Error when what was fetched does not compile
 */
export async function buildTools(): Promise<string> {
  const folder = cacheFolder('control-plane', buildKey());
  const missing = TOOLS.filter((tool) => !fs.existsSync(path.join(folder, tool.name)));
  if (missing.length === 0) return folder;
  if (!(await exists('go', ['version']))) {
    throw new NotAvailable(
      'Go is not installed. Install Go 1.24 or newer (https://go.dev/doc/install), or name a cluster: KUBECONFIG=… npm run e2e -- --given-cluster',
    );
  }
  fs.mkdirSync(folder, { recursive: true });
  for (const module of new Set(missing.map((tool) => tool.module))) await download(module);
  for (const tool of missing) await build(tool, folder);
  return folder;
}

async function download(module: string): Promise<void> {
  const result = await run('go', ['mod', 'download'], { cwd: module, env: goEnvironment(), timeoutSeconds: BUILD_MINUTES * 60 });
  if (result.code !== 0)
    throw new NotAvailable(`the Go modules of ${path.basename(module)} cannot be fetched: ${lastLines(result.stderr, 3)}`);
}

/** Built under another name first: a program that is there is whole. */
async function build(tool: Tool, folder: string): Promise<void> {
  const variables = Object.entries(tool.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const partial = path.join(folder, `.${tool.name}.${process.pid}`);
  const tags = tool.tags === undefined ? [] : ['-tags', tool.tags];
  const args = ['build', '-p', PARALLEL, ...tags, '-ldflags', ['-s', '-w', ...variables].join(' '), '-o', partial, tool.target];
  const result = await run('nice', ['go', ...args], { cwd: tool.module, env: goEnvironment(), timeoutSeconds: BUILD_MINUTES * 60 });
  if (result.code !== 0) throw new Error(`${tool.name} does not build:\n${lastLines(result.stderr)}`);
  fs.renameSync(partial, path.join(folder, tool.name));
  console.log(`   built ${tool.name} in ${result.seconds.toFixed(0)} s`);
}

/** Neither a workspace nor flags of the user may change what is built. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };
}

function buildKey(): string {
  const hash = createHash('sha256').update(
    JSON.stringify(TOOLS.map(({ name, target, variables, tags }) => [name, target, variables, tags])),
  );
  const modules = [...new Set(TOOLS.map((tool) => tool.module))].sort();
  for (const module of modules) {
    for (const file of ['go.mod', 'go.sum', 'main.go'].map((name) => path.join(module, name))) {
      if (fs.existsSync(file)) hash.update(fs.readFileSync(file));
    }
  }
  return hash.update(`${process.platform}-${process.arch}`).digest('hex').slice(0, 12);
}
