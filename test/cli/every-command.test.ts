/** What holds for all commands: JSON on request, and the same exit codes for the same mistakes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { recordedMonth } from '../../e2e/measure/recorded-day';
import { shownCommands } from '../../lib/cli/completion/candidates';
import { createProgram } from '../../lib/cli/program';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

const commands = shownCommands(createProgram({ out: () => undefined, note: () => undefined, colours: false, width: 100 }));

const appDir = (() => {
  const app = poolApp();
  app.synth();
  return app.outdir;
})();
const onApp = ['--app-dir', appDir];

const log = path.join(temporaryOutdir(), 'apply.log');
fs.mkdirSync(path.dirname(log), { recursive: true });
fs.writeFileSync(log, 'Apply complete!\n');

const month = path.join(path.dirname(log), 'month.json');
fs.writeFileSync(month, JSON.stringify(recordedMonth(new Date('2026-10-01T00:00:00Z'), 24)));

/** A command line of each command that asks for JSON; what is missing here fails. */
const ASKS_JSON: Readonly<Record<string, () => readonly string[]>> = {
  init: () => [path.join(temporaryOutdir(), 'my-fleet'), '--json'],
  plan: () => ['research', ...onApp, '--json'],
  report: () => [...onApp, '--json'],
  check: () => [...onApp, '--json', '--fail-on', 'never'],
  diff: () => [appDir, appDir, '--json'],
  measure: () => ['--from', month, '--json', ...onApp],
  manifests: () => [...onApp, '--json'],
  images: () => [...onApp, '--json'],
  size: () => ['--model', 'llama-3.1-8b-instruct', '--gpu', 'l40s', '--json'],
  recommend: () => ['--gpus', 'l40s:1', '--context', '8000', '--model', 'llama-3.1-8b-instruct', '--json'],
  models: () => ['llama', '--json'],
  gpus: () => ['h100', '--json'],
  adopt: () => ['research', ...onApp, '--log', log, '--json'],
  prices: () => ['import', path.join(__dirname, '..', 'catalog', 'price-lists', 'aws.csv'), '--json'],
  explain: () => ['AF-CAP-001', '--json'],
};

/** What they print is a script. */
const NO_JSON = ['completion'];

const names = commands.map((command) => command.name()).filter((name) => !NO_JSON.includes(name));

test.each(names)('%s --json prints JSON and nothing else, and ends with 0', async (name) => {
  const { code, out } = await agentFleet(name, ...(ASKS_JSON[name]?.() ?? ['--json']));
  expect(code).toBe(EXIT.ok);
  expect(() => JSON.parse(out)).not.toThrow();
});

test.each(commands.map((command) => command.name()))('%s: an unknown option and a word too many are a wrong command line', async (name) => {
  for (const args of [['--no-such-option'], ['a', 'b', 'c', 'd']]) {
    const { code, out, notes } = await agentFleet(name, ...args);
    expect([code, out]).toEqual([EXIT.usage, '']);
    expect(notes).toMatch(/^error: /);
  }
});

test.each(commands.map((command) => command.name()))('%s --help ends with 0', async (name) => {
  expect(await agentFleet(name, '--help')).toMatchObject({ code: EXIT.ok, out: expect.stringContaining(`Usage: agent-fleet ${name}`) });
});

test.each(commands.filter((command) => command.options.some(({ long }) => long === '--app-dir')).map((command) => command.name()))(
  '%s: a folder without an app is a problem, and a stack that is not there, too',
  async (name) => {
    for (const args of [
      ['research', '--app-dir', '/nowhere'],
      ['nothing', ...onApp],
    ]) {
      const { code, out, notes } = await agentFleet(name, ...args);
      expect([code, out]).toEqual([EXIT.problem, '']);
      expect(notes).toContain('[AF-SPEC-001]');
    }
  },
);
