/** Fills the blocks of README.md that follow a marker: files of the repository, and what the library really prints. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type App, Testing } from 'cdktf';
import { referenceFleet } from '../examples/f13-reference-fleet/fleet';
import { isFleetError } from '../lib/core/fleet-error';
import { renderPlan } from '../lib/report/render-plan';
import { FleetTemplate } from '../lib/testing/fleet-template';

const ROOT = path.join(__dirname, '..');
const MARKED_BLOCK = /(<!-- (file|text): (\S+) -->\n```\w+\n)[\s\S]*?(```)/g;

/** More workflows than the planner of the reference fleet holds. */
const TOO_MANY_WORKFLOWS = 40;
const COLUMNS = 100;

const TEXTS: Readonly<Record<string, () => string>> = {
  refusal: () => refusalOf((app) => referenceFleet(app, { concurrentWorkflows: TOO_MANY_WORKFLOWS })),
  plan: () => planOf((app) => referenceFleet(app)),
};

export function readmePage(readme: string): string {
  return readme.replace(MARKED_BLOCK, (_all, head: string, kind: string, name: string, tail: string) => {
    const body = kind === 'file' ? fs.readFileSync(path.join(ROOT, name), 'utf8') : `${TEXTS[name]?.() ?? ''}\n`;
    return `${head}${body}${tail}`;
  });
}

function refusalOf(build: (app: App) => unknown): string {
  const app = Testing.app();
  build(app);
  try {
    app.synth();
  } catch (error) {
    if (isFleetError(error)) return `${error.name} ${error.message}`;
    throw error;
  }
  throw new Error('the fleet was not refused');
}

function planOf(build: (app: App) => unknown): string {
  const app = Testing.app();
  build(app);
  return renderPlan(FleetTemplate.synth(app, 'research').plan(), { colours: false, width: COLUMNS });
}
