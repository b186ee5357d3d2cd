/** The fleets of the change matrix are accepted before and after their changes: a prop that another one excludes shows here, and not first in CI. */
import { agents } from '../../e2e/changes/app/agents';
import { cluster } from '../../e2e/changes/app/cluster';
import { platform } from '../../e2e/changes/app/platform';
import { pools } from '../../e2e/changes/app/pools';
import { stores } from '../../e2e/changes/app/stores';
import { Testing } from '../../lib/terraform/engine';

test.each(['before', 'after'] as const)('the fleets synthesize %s their changes', (side) => {
  const app = Testing.app();
  for (const make of [pools, agents, cluster, platform]) make(app, side);
  stores(app, undefined);
  expect(() => app.synth()).not.toThrow();
});
