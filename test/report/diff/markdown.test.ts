import fc from 'fast-check';
import { diffApps } from '../../../lib/plan/diff/app-diff';
import { commentMarker, diffMarkdown } from '../../../lib/report/diff/diff-markdown';
import { markdownText } from '../../../lib/report/diff/markdown';
import { PLANNER, SAMPLE_PLAN, WORKERS, withPools } from '../../plan/diff/changed-plan';

const HOSTILE = [
  'a | b',
  '</details><script>alert(1)</script>',
  '<!-- cdktf-agent-fleet diff: fleet -->',
  '[click](https://example.com)',
  '![x](https://example.com/a.png)',
  '`code` and ``more``',
  '**bold** _it_ ~gone~',
  '@admin #12 !34 %5 $name',
  'https://example.com www.example.com',
  'two\nlines\r\nand\u2028more',
  '\u001b[31mred',
  '# head',
  '&lt;b&gt;',
  '\\| \\',
];

test.each(HOSTILE)('%j is a text and nothing else', (text) => {
  const shown = markdownText(text);
  expect(['\n', '\r', '\u001b', '\u2028'].filter((character) => shown.includes(character))).toEqual([]);
  expect(shown.replaceAll('<!-- -->', '')).not.toMatch(/[<>]/);
  // Each character with a meaning stands behind a backslash.
  expect(shown.replaceAll('<!-- -->', '').replace(/\\[\\`*_{}[\]|~]/g, '')).not.toMatch(/[\\`*_{}[\]|~]/);
  expect(shown).not.toMatch(/[@#!%](?=\w)|https?:\/\/|www\./);
});

test('money, shares and names of pools stay as they are', () => {
  expect(markdownText('$7.70/h → $6.40/h (−17 %), 2 × H100 PCIe 80GB, qwen3-14b')).toBe(
    '$7.70/h → $6.40/h (−17 %), 2 × H100 PCIe 80GB, qwen3-14b',
  );
});

/** Cells of a row: bars behind a backslash are text. */
const cells = (line: string) => line.replace(/\\\\/g, '').replace(/\\\|/g, '').split('|').length;

test('no name, model or message breaks a table, or ends what is folded', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme', maxLength: 40 }));
  fc.assert(
    fc.property(text, text, text, (name, model, message) => {
      const hostile = { ...PLANNER, name, path: name, model: { ...PLANNER.model, id: model } };
      const after = {
        ...withPools(hostile, { ...WORKERS, missing: [message] }),
        findings: [{ ...SAMPLE_PLAN.findings[0], message, path: name }],
      };
      const comment = diffMarkdown(diffApps([SAMPLE_PLAN], [after as typeof SAMPLE_PLAN]), []);
      const lines = comment.split('\n');
      expect(lines.filter((line) => line === '<details>' || line === '</details>')).toEqual(['<details>', '</details>']);
      expect(
        comment
          .replaceAll('<!-- -->', '')
          .replaceAll('<br>', '')
          .replace(/<\/?(details|summary)>/g, ''),
      ).not.toMatch(/[<>]/);
      for (const [index, line] of lines.entries()) {
        const last = lines[index - 1] ?? '';
        if (line.startsWith('|') && last.startsWith('|')) expect(cells(line)).toBe(cells(last));
      }
    }),
  );
});

test('a marker is a comment of HTML', () => {
  expect(commentMarker('team-a')).toBe('<!-- cdktf-agent-fleet diff: team-a -->');
});
