/** docs/commands says what the commands say of themselves. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { shownCommands } from '../../lib/cli/completion/candidates';
import { commandPages, EXAMPLES, program } from '../../scripts/command-pages';

const PAGES = [...commandPages()];
const commands = shownCommands(program());

test.each(PAGES.map(([file, text]) => [path.basename(file), file, text]))('%s is what `npm run docs` writes', (_, file, text) => {
  expect(fs.readFileSync(file, 'utf8')).toBe(text);
});

test('there is no page of a command that is gone', () => {
  const folder = path.dirname(PAGES[0]?.[0] ?? '');
  expect(fs.readdirSync(folder).sort()).toEqual(PAGES.map(([file]) => path.basename(file)).sort());
});

test.each(commands.map((command) => [command.name(), command] as const))(
  '%s has an example, and its options are known',
  (name, command) => {
    const lines = (EXAMPLES[name] ?? []).map(([line]) => line.split(' '));
    expect(lines.length).toBeGreaterThan(0);
    for (const [first, ...words] of lines) {
      expect(first).toBe(name);
      const flags = words.filter((word) => word.startsWith('--'));
      expect(flags.filter((flag) => !command.options.some(({ long }) => long === flag))).toEqual([]);
    }
  },
);

test.each(commands.map((command) => [command.name(), command] as const))(
  '%s describes itself, its arguments and its options',
  (_, command) => {
    expect(command.description()).toMatch(/^[A-Z].*[^.]$/);
    expect(
      [...command.registeredArguments, ...command.options].filter(({ description }) => description === '').map((one) => one.name()),
    ).toEqual([]);
  },
);
