/** Opens a report as people do, at three widths and in both themes, and says what is wrong with it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserTools, Page } from './browser-tools';

const WIDTHS = [390, 820, 1280];
const SCHEMES = ['light', 'dark'] as const;
/** Most that a page may take, bytes and milliseconds. */
const MOST = { bytes: 1_500_000, firstPaintMs: 1_000 };

export interface CheckedPage {
  readonly problems: readonly string[];
  readonly bytes: number;
  /** The fastest of all: neighbours on the machine make a page late, and never early. */
  readonly firstPaintMs: number;
}

export async function checkPage(browser: Browser, { axe }: BrowserTools, file: string, shots: string): Promise<CheckedPage> {
  const bytes = fs.statSync(file).size;
  const problems = bytes > MOST.bytes ? [`${bytes} bytes, more than ${MOST.bytes}`] : [];
  const paints: number[] = [];
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
      const found = await lookAt(page, file, axe);
      await page.screenshot({ path: path.join(shots, `${path.basename(file, '.html')}-${width}-${scheme}.png`) });
      problems.push(...found.problems.map((problem) => `${width} px, ${scheme}: ${problem}`));
      paints.push(found.firstPaintMs);
      await page.close();
    }
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(file).href);
  problems.push(...(await byKeyboard(page)), ...(await onPaper(page)));
  await page.close();
  const firstPaintMs = Math.round(Math.min(...paints));
  if (firstPaintMs > MOST.firstPaintMs) problems.push(`first paint after ${firstPaintMs} ms`);
  return { problems, bytes, firstPaintMs };
}

async function lookAt(page: Page, file: string, axe: string): Promise<{ problems: string[]; firstPaintMs: number }> {
  const url = pathToFileURL(file).href;
  const problems: string[] = [];
  page.on('console', (message) => problems.push(`console: ${message.text?.()}`));
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url?.() !== url) problems.push(`asks for ${request.url?.()}`);
  });
  await page.goto(url);
  const firstPaintMs = await page.evaluate<number>(
    `new Promise((resolve) => new PerformanceObserver((list) => { const [paint] = list.getEntriesByName('first-contentful-paint'); if (paint) resolve(paint.startTime); }).observe({ type: 'paint', buffered: true }))`,
  );
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  if (wide > 0) problems.push(`${wide} px wider than the window`);
  await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
  await page.evaluate(`${axe};0`);
  const barriers = await page.evaluate<readonly string[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, help, nodes }) => id + ' (' + help + '): ' + nodes.slice(0, 3).map(({ target, any }) => target.join(' ') + ' ' + (any[0]?.message ?? '')).join(' | ')))`,
  );
  problems.push(...barriers.map((barrier) => `barrier: ${barrier}`));
  return { problems, firstPaintMs };
}

/** All that can be reached is reached by Tab, in the order of the page, and the focus is seen. */
async function byKeyboard(page: Page): Promise<string[]> {
  const reachable = await page.evaluate<number>(
    `[...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((one) => one.checkVisibility()).length`,
  );
  await page.evaluate('document.body.focus(); window.reached = []');
  let unseen = 0;
  for (let step = 0; step < reachable; step++) {
    await page.keyboard.press('Tab');
    const isSeen = await page.evaluate<boolean>(
      `(() => { const one = document.activeElement; window.reached.push(one); const { outlineStyle, outlineWidth } = getComputedStyle(one); return outlineStyle !== 'none' && outlineWidth !== '0px'; })()`,
    );
    if (!isSeen) unseen++;
  }
  const reached = await page.evaluate<number>('new Set(window.reached).size');
  return [
    ...(reached < reachable ? [`Tab reaches ${reached} of ${reachable}`] : []),
    ...(unseen > 0 ? [`the focus is not seen on ${unseen} of ${reachable}`] : []),
  ];
}

/** What is folded is printed, and what only helps on a screen is not. */
async function onPaper(page: Page): Promise<string[]> {
  await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = false; })`);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  const folded = await page.evaluate<number>(
    `[...document.querySelectorAll('details > :not(summary)')].filter((one) => one.getBoundingClientRect().height === 0).length`,
  );
  const bar = await page.evaluate<boolean>(`document.querySelector('nav').checkVisibility()`);
  return [...(folded > 0 ? [`${folded} folded parts are not printed`] : []), ...(bar ? ['the navigation is printed'] : [])];
}
