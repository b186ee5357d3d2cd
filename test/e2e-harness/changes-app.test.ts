/** The fleets of the change matrix are accepted before and after their changes: a prop that another one excludes shows here, and not first in CI. */
import { agents } from '../../e2e/changes/app/agents';
import { cluster } from '../../e2e/changes/app/cluster';
import { platform } from '../../e2e/changes/app/platform';
import { pools } from '../../e2e/changes/app/pools';
import { stores } from '../../e2e/changes/app/stores';
import { type App, Testing } from '../../lib/terraform/engine';

const PARTS = [pools, agents, cluster, platform, (app: App) => stores(app, undefined)];

/** Checked as `app.synth()` checks them; what they write is for `npm run e2e -- --only changes`. */
test.each(['before', 'after'] as const)('the fleets are accepted %s their changes', (side) => {
  for (const make of PARTS) {
    const app = Testing.app();
    make(app, side);
    expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  }
});
