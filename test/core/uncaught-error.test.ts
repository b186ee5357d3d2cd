/** What a user sees on the terminal when nothing catches the error: the message once, and a line of their own program. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const PROGRAM = `
const { throwProblems } = require(${JSON.stringify(path.resolve(__dirname, '../../lib/core/fleet-error.ts'))});
const deeper = (calls, then) => (calls === 0 ? then() : deeper(calls - 1, then));
deeper(20, () => throwProblems([{
  code: 'AF-CAP-001', severity: 'error', path: 'research/planner', prop: 'replicas', value: 1, allowed: 'at least 2',
  message: '25 sessions need 91.6 GiB', details: [{ label: 'per token', text: '320 KiB' }], repairs: ['replicas: 2'],
}]));
`;

test('an uncaught error prints its message once, with its arithmetic, and no call of a dependency', () => {
  const cwd = path.resolve(__dirname, '../..');
  const { stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '-e', PROGRAM], { cwd, encoding: 'utf8' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('FleetCapacityError: [AF-CAP-001] research/planner (replicas): 25 sessions need 91.6 GiB');
  expect(stderr).toMatch(/per token 320 KiB/);
  expect(stderr.split('91.6 GiB')).toHaveLength(2);
  expect(stderr).not.toMatch(/node_modules|problems:/);
  expect(stderr).toMatch(/at .*\[eval\]/);
  expect(stderr.split('\n').length).toBeLessThan(20);
});
