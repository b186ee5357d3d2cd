import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { candidates, shownCommands } from '../../lib/cli/completion/candidates';
import { createProgram } from '../../lib/cli/program';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { poolApp } from '../testing/support';
import { agentFleet, EXIT } from './support';

const program = createProgram({ out: () => undefined, note: () => undefined, colours: false, width: 100 });
const after = (...words: string[]) => candidates(program, words);

test('the first word is a command', () => {
  expect(after('')).toEqual(expect.arrayContaining([...shownCommands(program).map((command) => command.name()), '--help']));
  expect(after('pl')).toEqual(['plan']);
  expect(after('complete')).toEqual([]);
});

test('options are those of the command', () => {
  expect(after('diff', '--max')).toEqual(['--max-increase', '--max-increase-at-ceiling']);
  expect(after('plan', '--j')).toEqual(['--json']);
});

test('values are those that the option or the argument takes', () => {
  expect(after('diff', 'a', 'b', '--format', '')).toEqual(['text', 'markdown', 'json']);
  expect(after('init', '--ci', 'git')).toEqual(['github', 'gitlab']);
  expect(after('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  expect(after('diff', '--tag', '')).toEqual([]);
});

test('stacks are those of the synthesized app', () => {
  const app = poolApp();
  app.synth();
  expect(after('plan', '--app-dir', app.outdir, '')).toEqual(['research']);
  expect(after('plan', '--app-dir', app.outdir, 'research', '')).toEqual([]);
  expect(after('plan', '--app-dir', '/nowhere', '')).toEqual([]);
});

test.each([
  ['nonsense', ''],
  ['__proto__', ''],
  ['plan', '--app-dir'],
  ['--', '--', ''],
])('%s %s is no fault', (...words) => {
  expect(() => after(...words)).not.toThrow();
});

test('a shell that nobody knows is a wrong command line', async () => {
  const { code, notes } = await agentFleet('completion', 'powershell');
  expect([code, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.usage, expect.stringContaining('bash, zsh, fish')]);
});

test('bash asks the program for the words so far, and offers what it answers', async () => {
  const folder = temporaryOutdir();
  fs.mkdirSync(folder, { recursive: true });
  const asked = path.join(folder, 'asked');
  fs.writeFileSync(path.join(folder, 'agent-fleet'), `#!/bin/sh\nprintf '%s\\n' "$@" > ${asked}\nprintf 'my stack\\nother\\n'\n`, {
    mode: 0o755,
  });
  const { out } = await agentFleet('completion', 'bash');
  const script = `${out}\nCOMP_WORDS=(agent-fleet plan --app-dir out ''); COMP_CWORD=4; _agent_fleet; printf '<%s>' "\${COMPREPLY[@]}"`;
  const reply = execFileSync('bash', ['-c', script], { env: { PATH: `${folder}:${process.env['PATH']}` }, encoding: 'utf8' });
  expect(reply).toBe('<my stack><other>');
  expect(fs.readFileSync(asked, 'utf8').split('\n').slice(0, -1)).toEqual(['complete', '--', 'plan', '--app-dir', 'out', '']);
});

test('what shells call is answered, and is not shown to people', async () => {
  expect((await agentFleet('complete', '--', 'diff', '--f')).out).toBe('--format\n--fail-on\n');
  expect((await agentFleet('--help')).out).not.toMatch(/^ *complete /m);
});
