/** The page of the proof: each part as it last ran whole, on its own code. */
import * as fs from 'node:fs';
import { readOptions } from '../../e2e/options';
import { renderProof } from '../../e2e/report/proof';
import { type ProofRecord, readRecords, writeRecord } from '../../e2e/report/proof-record';
import { temporaryOutdir } from '../setup/temporary-outdir';

const bounds: ProofRecord = {
  part: 'bounds',
  commit: 'abc1234',
  date: '2026-11-30',
  transport: 'terraform 1.11.4',
  seconds: 90,
  versions: [['etcd', 'v3.6.4']],
  results: [
    { subject: 'quota', assertion: 'every pod admitted', verdict: 'proven', note: '12 pods', seconds: 1.25 },
    { subject: 'quota', assertion: 'second plan empty', verdict: 'failed', note: 'a | b\nc' },
    { subject: 'quota', assertion: 'release', verdict: 'not run', note: 'no chart' },
  ],
};
const examples: ProofRecord = {
  ...bounds,
  part: 'examples',
  commit: 'def5678',
  results: [
    { subject: 'f01', assertion: 'applies in one run', verdict: 'proven', note: '', seconds: 2 },
    { subject: 'f01', assertion: 'destroy leaves nothing', verdict: 'proven', note: '', seconds: 1 },
    { subject: 'fleets that do not fit', assertion: 'f11', verdict: 'proven', note: 'AF-CAP-002' },
  ],
};

test('parts stand in the order in which they run, each with its own commit; a later record takes the place of an earlier one', () => {
  const folder = temporaryOutdir();
  for (const record of [bounds, { ...examples, commit: 'old' }, examples]) writeRecord(folder, record);
  expect(fs.readdirSync(folder).sort()).toEqual(['bounds.json', 'examples.json']);
  expect(readRecords(folder)).toEqual([examples, bounds]);
});

test('the page counts, names what failed and what was not run, and says what was never recorded', () => {
  const page = renderProof([examples, bounds]);
  expect(page).toContain('| [bounds](#bounds) | 1 | 1 | 1 | terraform 1.11.4 | abc1234 | 2026-11-30 | 1.5 |');
  expect(page).toContain('| quota: second plan empty | **✗** |  | a \\| b c |');
  expect(page).toContain('| quota: release | no chart |');
  expect(page).toContain('| f01 | ✓ | ✓ | 3.0 |');
  expect(page).toContain('| f11 | ✓ |  | AF-CAP-002 |');
  expect(page).toMatch(/No record yet: .*mutants/);
  expect(page).not.toMatch(/No record yet: .*bounds/);
});

test('a run of everything is recorded, and one of whole parts where that is asked for', () => {
  const recorded = (...args: string[]) => readOptions(args).record;
  expect([recorded(), recorded('--no-record'), recorded('--only', 'bounds'), recorded('--record', '--only', 'bounds')]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  for (const part of [['f01-smallest'], ['--match', 'x'], ['--quick'], ['--beside'], ['--store-release', '1.0.0']])
    expect(() => readOptions(['--record', ...part])).toThrow('whole parts');
});
