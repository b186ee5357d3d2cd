/** What a reviewer reads in a pull request that changes the fleet of the README. UPDATE_COMMENTS=1 writes the comments anew: read them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { agentFleet, EXIT } from '../support';
import { CHANGES, readmeFleet } from './readme-fleet';

const COMMENTS = path.join(__dirname, 'comments');

let before: string;
beforeAll(() => {
  before = readmeFleet();
});

const comments = new Map<string, string>();

async function commentOf(change: string): Promise<string> {
  const known = comments.get(change);
  if (known !== undefined) return known;
  const { code, out, notes } = await agentFleet('diff', before, readmeFleet(CHANGES[change]), '--format', 'markdown');
  expect([code, notes]).toEqual([EXIT.ok, '']);
  comments.set(change, out);
  return out;
}

test.each(Object.keys(CHANGES))('%s: the comment is the one that was read', async (change) => {
  const file = path.join(COMMENTS, `${change}.md`);
  const comment = await commentOf(change);
  if (process.env['UPDATE_COMMENTS'] === '1') fs.writeFileSync(file, comment);
  expect(comment).toBe(fs.readFileSync(file, 'utf8'));
});

/** What is seen before anything is opened. */
const unfolded = (comment: string) => comment.split('<details>')[0] ?? '';

test.each<[string, readonly string[]]>([
  ['role-added', ['the cost stays the same', 'role tester added: 25 × 6,000 tokens on workers', 'headroom 50 % → 33 %']],
  [
    'gpu-changed',
    ['$1.30/h less (−17 %), $936 a month', '2 × H100 PCIe 80GB → 1 × H200 SXM 141GB', 'headroom 34 % → 17 %', '1 warning gone'],
  ],
  ['model-upgraded', ['$1.35/h more (+18 %), $972 a month', 'llama-3.1-8b-instruct → qwen3-14b', 'replicas 2–8 → 3–8']],
])('%s: what changes and what it costs stands in the first lines', async (change, texts) => {
  const seen = unfolded(await commentOf(change)).replaceAll('\\', '');
  expect(texts.filter((text) => !seen.includes(text))).toEqual([]);
  expect(seen.split('\n').filter((line) => line.startsWith('| **'))).toHaveLength(1);
});

test('nothing changes between a fleet and itself', async () => {
  const { code, out } = await agentFleet('diff', before, before, '--format', 'markdown');
  expect(code).toBe(EXIT.ok);
  expect(out).toBe('<!-- cdktf-agent-fleet diff: fleet -->\n### Fleets: nothing changes\n\nNo change: research.\n');
});

test('the changes undone say the opposite', async () => {
  const after = readmeFleet(CHANGES['model-upgraded']);
  const costs = async (from: string, to: string) => JSON.parse((await agentFleet('diff', from, to, '--json')).out).cost.floorPerHour;
  expect(await costs(before, after)).toEqual({ before: 7.7, after: 9.05, delta: 1.35 });
  expect(await costs(after, before)).toEqual({ before: 9.05, after: 7.7, delta: -1.35 });
});
