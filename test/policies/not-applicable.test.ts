/** Where there is nothing that a rule is held against, it is not applicable: an app of operators alone, judged by every rule that packs know. */
import { App, TerraformStack } from 'cdktf';
import { Cluster, FleetPlatform } from 'cdktf-agent-fleet';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { holdAgainst } from '../../lib/policies/hold-against';
import { PACKS } from '../../lib/policies/packs';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { PUBLISHED_CHECKS } from './published-checks';

const app = new App({ outdir: temporaryOutdir() });
const cluster = Cluster.fromKubeconfig({ context: 'prod' });
new FleetPlatform(new TerraformStack(app, 'platform'), 'platform', { cluster });
app.synth();
const plans = SynthesizedApp.read(app.outdir)
  .stacks()
  .map((stack) => stack.plan());
const outcomes = new Map(
  PACKS.flatMap((pack) => holdAgainst(pack, plans).results).flatMap(({ point, outcome }) =>
    point.policies.map(({ code }) => [code, outcome] as const),
  ),
);

test.each(PUBLISHED_CHECKS.map(({ code, asks }) => [code, asks]))('%s is not applicable without what it asks of: %s', (code) => {
  expect(outcomes.get(code as string)).toBe('not-applicable');
});
