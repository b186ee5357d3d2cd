import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quickSections, report } from '../../bench/accuracy';
import { mean } from '../../bench/least-squares';
import { leaveOneOut } from '../../bench/memory-accuracy';
import { IS_LONG } from '../support/runs';

test('with every fitted constant refitted without the model under test the KV pool is right to 0.6 %', () => {
  const errors = leaveOneOut();
  expect(mean(errors.map(Math.abs))).toBeLessThan(0.006);
  expect(Math.max(...errors)).toBeLessThan(0.02);
});

test('docs/accuracy.md is what `npm run accuracy` writes', () => {
  const page = readFileSync(join(__dirname, '../../docs/accuracy.md'), 'utf8');
  if (IS_LONG) expect(page).toBe(`${report()}\n`);
  else for (const section of quickSections()) expect(page).toContain(section);
});
