import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { oneLine, printable, printableData, printableOutput } from '../../lib/core/printable';
import { palette } from '../../lib/report/palette';

const ESC = '\u001b';

test.each([
  ['a sequence that clears the screen', `${ESC}[2J`],
  ['a title of the window', `${ESC}]0;pwned\u0007`],
  ['a link', `${ESC}]8;;https://evil.example${ESC}\\`],
  ['an answer back', `${ESC}[c`],
  ['C1 control characters', '\u009b2J'],
  ['a return to the start of the line', 'error\rfits '],
  ['a backspace', 'bad\b\b\bgood'],
  ['letters that run backwards', 'abc\u202ecba'],
  ['a line break for some readers', 'a\u2028b\u0085c'],
])('%s is written out', (_, text) => {
  const shown = printable(text);
  expect(shown).toMatch(/\\u[0-9a-f]{4}/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
});

test('text that people read stays as it is', () => {
  for (const text of ['ü 日本 😀 👩‍👩‍👧', 'two\nlines\twith a tab', '12.5 GiB × 2 → €']) expect(printable(text)).toBe(text);
  expect(oneLine('two\nlines')).toBe('two\\nlines');
});

test('our own colours stay in an output, and nothing else that begins like them', () => {
  const { bold, red } = palette(true);
  expect(printableOutput(bold(red('x')))).toBe(bold(red('x')));
  expect(printableOutput(`${ESC}[8mhidden${ESC}[31;8mx`)).toBe('\\u001b[8mhidden\\u001b[31;8mx');
});

test('no data steers a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(stripVTControlCharacters(printable(text))).toBe(printable(text));
      expect(printable(printable(text))).toBe(printable(text));
    }),
  );
  expect(printableData({ [`${ESC}k`]: [`${ESC}v`, 1, null] })).toEqual({ '\\u001bk': ['\\u001bv', 1, null] });
});
