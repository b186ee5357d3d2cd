/** Prisma as LiteLLM needs it, from npm alone: its client is generated into the folder of LiteLLM, its query engine is `query-engine.cjs`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { cacheFolder } from '../machine/cache-folder';
import { lastLines, run } from '../machine/command';

/** The release that the Python client 0.15.0 is made for. */
const RELEASE = '5.17.0';
const PACKAGES = [`prisma@${RELEASE}`, `@prisma/client@${RELEASE}`, `@prisma/adapter-pg@${RELEASE}`, 'pg@8'];
const ENGINE = path.join(__dirname, 'query-engine.cjs');

/**
 * @param litellm the program
 * @returns variables by which LiteLLM finds its query engine. @throws NotAvailable where npm has no packages
 */
export async function installPrisma(litellm: string): Promise<NodeJS.ProcessEnv> {
  const folder = cacheFolder('npm', `prisma-${RELEASE}`);
  const env = { PRISMA_QUERY_ENGINE_BINARY: ENGINE, PRISMA_ENGINE_PACKAGES: folder };
  const done = path.join(folder, `generated-${path.basename(path.dirname(path.dirname(litellm)))}`);
  if (fs.existsSync(done)) return env;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  // Its scripts download engines.
  await must('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES], {});
  const schema = path.join(folder, 'schema.prisma');
  const text = fs.readFileSync(path.join(packageFolder(litellm, 'litellm'), 'proxy', 'schema.prisma'), 'utf8');
  fs.writeFileSync(schema, text.replace(/^\s*binaryTargets.*$/m, ''));
  await must('node', [path.join(folder, 'node_modules', 'prisma', 'build', 'index.js'), 'generate', `--schema=${schema}`], {
    ...env,
    PATH: `${path.dirname(litellm)}:${process.env['PATH'] ?? ''}`,
    // Asked for by the command line, and used by nobody here.
    PRISMA_QUERY_ENGINE_LIBRARY: ENGINE,
    PRISMA_SCHEMA_ENGINE_BINARY: ENGINE,
  });
  fs.writeFileSync(done, '');
  return env;
}

/** Folder of a package beside a program of a virtual environment. */
export function packageFolder(program: string, name: string): string {
  const lib = path.join(path.dirname(path.dirname(program)), 'lib');
  const [python = ''] = fs.readdirSync(lib).filter((entry) => entry.startsWith('python'));
  return path.join(lib, python, 'site-packages', name);
}

async function must(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout, stderr } = await run(program, args, { timeoutSeconds: 300, env: { ...process.env, ...env } });
  if (code !== 0) throw new NotAvailable(`${program} ${args[0]}: ${lastLines(stderr || stdout, 3)}`);
}
