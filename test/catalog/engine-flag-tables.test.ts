/** Tables of flags are merged from readings of several releases: each row with the first and the last that has it. */
import { merge, type Reading } from '../../scripts/engine-flags/merge';

type Given = readonly [flag: string, takes: 'int' | 'text' | 'switch' | 'toggle', choices?: readonly string[], aliases?: readonly string[]];

const reading = (release: string, ...flags: readonly Given[]): Reading => ({
  engine: 'Toy',
  release,
  flags: flags.map(([flag, takes, choices = null, aliases = []]) => ({ flag, takes, choices, aliases })),
});

test('what stays has its first release, what went its last one too', () => {
  const { flags } = merge([
    reading('1.0.0', ['--a', 'int'], ['--old', 'switch']),
    reading('1.1.0', ['--a', 'int'], ['--old', 'switch']),
    reading('1.2.0', ['--a', 'int'], ['--new', 'text']),
  ]);
  expect(flags).toEqual([
    ['--a', 'int', '1.0.0'],
    ['--new', 'text', '1.2.0'],
    ['--old', 'switch', '1.0.0', '1.1.0'],
  ]);
});

test('a flag that goes and comes back has a row for each time, and takes what the newest says', () => {
  const { flags } = merge([reading('1.0.0', ['--a', 'switch']), reading('1.1.0'), reading('1.2.0', ['--a', 'toggle'])]);
  expect(flags).toEqual([
    ['--a', 'toggle', '1.0.0', '1.0.0'],
    ['--a', 'toggle', '1.2.0'],
  ]);
});

test('choices and spellings have releases of their own', () => {
  const { choices, aliases } = merge([
    reading('1.0.0', ['--a', 'text', ['x', 'y'], ['-a']]),
    reading('1.1.0', ['--a', 'text', ['x', 'y', 'z'], ['-a', '--alpha']]),
  ]);
  expect(choices).toEqual([
    ['--a', 'x y', '1.0.0', '1.0.0'],
    ['--a', 'x y z', '1.1.0'],
  ]);
  expect(aliases).toEqual([
    ['--alpha', '--a', '1.1.0'],
    ['-a', '--a', '1.0.0'],
  ]);
});

test('one release is a table by itself', () => {
  expect(merge([reading('1.0.0', ['--b', 'int'], ['--a', 'text', ['q']])])).toEqual({
    flags: [
      ['--a', 'text', '1.0.0'],
      ['--b', 'int', '1.0.0'],
    ],
    aliases: [],
    choices: [['--a', 'q', '1.0.0']],
  });
});
