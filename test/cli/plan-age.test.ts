/** A plan that is not that of the program as it is now says so. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import { ageNote } from '../../lib/cli/plan-age';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { agentFleet, EXIT } from './support';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });

function synth(outdir: string, model: Model): void {
  const app = new App({ outdir });
  new InferencePool(new TerraformStack(app, 'research'), 'pool', { cluster, model, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  app.synth();
}

const fits = (outdir: string) => synth(outdir, Model.LLAMA_3_1_8B_INSTRUCT);
const doesNotFit = (outdir: string) => synth(outdir, Model.LLAMA_3_3_70B_INSTRUCT);

test('a plan of a synthesis that was refused since says so, with the code and the construct', async () => {
  const outdir = temporaryOutdir();
  fits(outdir);
  expect((await agentFleet('plan', '--app-dir', outdir)).notes).toBe('');
  expect(() => doesNotFit(outdir)).toThrow('AF-CAP-016');
  const { out, notes, code } = await agentFleet('plan', '--app-dir', outdir);
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('llama-3.1-8b-instruct');
  expect(notes.replace(/\s+/g, ' ')).toMatch(
    /the last synthesis was refused: \[AF-CAP-\d+\] research\/pool.*this plan was written just now \(.* UTC\)/,
  );
  fits(outdir);
  expect((await agentFleet('plan', '--app-dir', outdir)).notes).toBe('');
});

test('an old plan says how old it is, also beside JSON', async () => {
  const outdir = temporaryOutdir();
  fits(outdir);
  const threeDaysAgo = Date.now() / 1_000 - 3 * 24 * 3_600 - 60;
  fs.utimesSync(path.join(outdir, 'stacks/research/fleet.plan.json'), threeDaysAgo, threeDaysAgo);
  const { notes, out } = await agentFleet('plan', 'research', '--json', '--app-dir', outdir);
  expect(notes).toContain('this plan was written 3 days ago');
  expect(JSON.parse(out)).toMatchObject({ stack: 'research' });
});

test('a refused synthesis leaves no mark where there is no plan', () => {
  const outdir = temporaryOutdir();
  expect(() => doesNotFit(outdir)).toThrow();
  expect(fs.readdirSync(outdir).filter((name) => name.includes('refused'))).toEqual([]);
});

test.each([
  [30, null],
  [61, '61 minutes ago'],
  [5 * 60, '5 hours ago'],
  [49 * 60, '2 days ago'],
])('%i minutes are written as %s', (minutes, text) => {
  const now = new Date('2026-11-29T12:00:00Z');
  const note = ageNote(new Date(now.getTime() - minutes * 60_000), null, now);
  if (text === null) expect(note).toBeNull();
  else expect(note).toContain(text);
});

test('a damaged mark is ignored', async () => {
  const outdir = temporaryOutdir();
  fits(outdir);
  for (const text of ['', '7', '{"refusedAt": 1}', '[]']) {
    fs.writeFileSync(path.join(outdir, 'fleet.refused.json'), text);
    expect(await agentFleet('plan', '--app-dir', outdir)).toMatchObject({ code: EXIT.ok, notes: '' });
  }
});
