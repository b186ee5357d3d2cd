/**
 * `npm run report:check`: reports of examples and of fifty pools, opened in a real Chromium. Screenshots stay in the folder that is printed. With `--needs-tools` a machine that cannot have this Chromium fails.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { renderHtml } from '../../lib/report/html/page';
import { reportView } from '../../lib/report/view/report-view';
import { HOSTILE, withTextBehind } from '../../test/report/hostile-plan';
import { manyPools } from '../../test/report/many-pools';
import { NotAvailable } from '../control-plane/build';
import { synthesize } from '../fleets/example';
import { cacheFolder } from '../machine/cache-folder';
import { browserTools } from './browser-tools';
import { checkPage } from './check-page';

const EXAMPLES = ['f13-reference-fleet', 'f42-support-conversations', 'f07-pipeline-five'];

async function pagesIn(folder: string): Promise<string[]> {
  const pages = new Map([
    ['fifty-pools', renderHtml(reportView([manyPools(50)]))],
    ['hostile', renderHtml(reportView(withTextBehind([manyPools(3)], HOSTILE), { title: HOSTILE }))],
    ['empty', renderHtml(reportView([]))],
  ]);
  for (const name of EXAMPLES) {
    await synthesize(name, folder);
    const plans = SynthesizedApp.read(path.join(folder, name))
      .stacks()
      .filter((stack) => stack.hasPlan());
    pages.set(
      name,
      renderHtml(
        reportView(
          plans.map((stack) => stack.plan()),
          { writtenAt: new Date('2026-07-04T09:30:00Z') },
        ),
      ),
    );
  }
  return [...pages].map(([name, html]) => {
    const file = path.join(folder, `${name}.html`);
    fs.writeFileSync(file, html);
    return file;
  });
}

async function main(): Promise<void> {
  const folder = cacheFolder('reports');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const tools = await browserTools();
  const browser = await tools.launch();
  try {
    console.log(`Chromium ${browser.version()}, screenshots in ${folder}`);
    for (const file of await pagesIn(folder)) {
      const { problems, bytes, firstPaintMs } = await checkPage(browser, tools, file, folder);
      console.log(
        `${problems.length === 0 ? '✓' : '✗'} ${path.basename(file)}: ${Math.round(bytes / 1024)} KiB, first paint ${firstPaintMs} ms`,
      );
      for (const problem of problems) console.log(`    ${problem}`);
      if (problems.length > 0) process.exitCode = 1;
    }
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  // A machine that cannot have this Chromium is no failure of the page.
  if (error instanceof NotAvailable && !process.argv.includes('--needs-tools')) console.log(`report:check: NOT RUN. ${error.message}`);
  else {
    console.error(error);
    process.exitCode = 1;
  }
});
