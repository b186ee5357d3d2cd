import * as fs from 'node:fs';
import * as path from 'node:path';
import { CODE_ROWS } from '../../lib/policies/code-meanings';
import { agentFleet, EXIT } from './support';

test('a code is said with its severity, its reason and its repair', async () => {
  const { code, out } = await agentFleet('explain', 'AF-CAP-001');
  expect(code).toBe(EXIT.ok);
  expect(out).toMatch(/^AF-CAP-001 \(error\)\n.+\nwhy {2}.+\nfix {2}.+\n$/s);
});

test('small letters will do', async () => {
  expect((await agentFleet('explain', ' af-cap-001')).out).toBe((await agentFleet('explain', 'AF-CAP-001')).out);
});

test('a number needs no zeros before it', async () => {
  expect((await agentFleet('explain', 'af-cap-1')).out).toBe((await agentFleet('explain', 'AF-CAP-001')).out);
});

test('what is explained is what docs/errors.md says', async () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/errors.md'), 'utf8');
  const { code, meaning, why, fix } = JSON.parse((await agentFleet('explain', 'AF-CAP-001', '--json')).out);
  expect(page).toContain(`| ${code} | error | ${meaning} | ${why} | ${fix} |`);
});

test('without a code all are listed, in order', async () => {
  const { out } = await agentFleet('explain');
  const listed = [...out.matchAll(/^(AF-[A-Z]+-\d{3}) /gm)].map(([, code]) => code);
  expect(listed).toEqual(CODE_ROWS.map(({ code }) => code).sort((a, b) => a.localeCompare(b)));
  expect(JSON.parse((await agentFleet('explain', '--json')).out)).toHaveLength(CODE_ROWS.length);
});

test.each(['AF-CAP-999', 'CAP-001', 'constructor', '', '\u001b[31m'])('%j is no code, and the closest is named', async (text) => {
  const { code, out, notes } = await agentFleet('explain', text);
  expect([code, out]).toEqual([EXIT.usage, '']);
  expect(notes.replace(/\s+/g, ' ')).toContain('agent-fleet explain lists all codes');
  expect(notes).not.toContain('\u001b');
});
