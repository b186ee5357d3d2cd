/** What `npm test` tries a few times is tried in full by the long runs of `.ci/run`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { sourceFiles } from '../support/source-files';

const ROOT = path.join(__dirname, '..', '..');

/** Where the long runs look for tests, as `.ci/run` writes it. */
function placesOf(script: string): string[] {
  const [, list = ''] = /AGENT_FLEET_LONG_RUNS=1 npx --no-install jest ((?:.*\\\n)*.*)/.exec(script) ?? [];
  return list.split(/[\s\\]+/).filter((word) => word !== '');
}

const PLACES = placesOf(fs.readFileSync(path.join(ROOT, '.ci/run'), 'utf8'));
const FILES = sourceFiles(path.join(ROOT, 'test')).map((file) => path.relative(ROOT, file).split(path.sep).join('/'));

test('each file that asks how long a run is belongs to them', () => {
  const asking = FILES.filter((file) => /from '[./]+\/support\/runs'/.test(fs.readFileSync(path.join(ROOT, file), 'utf8')));
  expect(asking.length).toBeGreaterThan(20);
  expect(asking.filter((file) => !file.startsWith('test/setup/') && !PLACES.some((place) => file.startsWith(place)))).toEqual([]);
});

test('each of their places is a file or a folder of tests', () => {
  expect(PLACES.length).toBeGreaterThan(20);
  expect(PLACES.filter((place) => !FILES.some((file) => file.startsWith(place) && file.endsWith('.test.ts')))).toEqual([]);
});

test('what npm test leaves out belongs to them', () => {
  const { tasks } = JSON.parse(fs.readFileSync(path.join(ROOT, '.projen/tasks.json'), 'utf8'));
  const command: string = tasks.test.steps.find(({ name }: { readonly name: string }) => name === 'unit and snapshot tests').exec;
  const [, ...left] = command.split(/ --testPathIgnorePatterns /);
  expect(left.length).toBeGreaterThan(0);
  expect(left.filter((file) => !PLACES.some((place) => file.startsWith(place)))).toEqual([]);
  expect(left.filter((file) => !FILES.includes(`${file}.test.ts`))).toEqual([]);
});
