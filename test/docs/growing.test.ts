/** The three stages of docs/guides/growing.md fit, and each takes the place of the one before without destroying what runs. */

import { FleetStack } from '../../e2e/fleets/fleet-stack';
import { addressChanges } from '../../e2e/upgrade/upgrade-note';
import { stageOne, stageThree, stageTwo } from '../../examples/guides/growing';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { App } from '../../lib/terraform/engine';
import { temporaryOutdir } from '../setup/temporary-outdir';

function synth(build: (app: App) => void): FleetStack {
  const app = new App({ outdir: temporaryOutdir() });
  build(app);
  app.synth();
  return FleetStack.of(SynthesizedApp.read(app.outdir).stack('assistant'));
}

const [one, two, three] = [synth(stageOne), synth(stageTwo), synth(stageThree)] as const;
const synthesisOf = (stack: FleetStack) => ({ json: stack.json, manifests: stack.manifests() });

test.each([
  ['stage 1', one, ['workers fits']],
  ['stage 2', two, ['workers fits']],
  ['stage 3', three, ['workers fits', 'planner fits']],
] as const)('%s fits', (_, stack, pools) => {
  expect(stack.plan?.pools.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(pools);
});

test.each([
  ['1 to 2, with another number of replicas', one, two, true],
  // A role more is asked of the pool, and its engines stay as they are.
  ['2 to 3', two, three, false],
] as const)('from stage %s nothing that lasts is destroyed or made anew', (_, before, after, isChanged) => {
  const { problems, added, changed } = addressChanges(synthesisOf(before), synthesisOf(after));
  expect(problems).toEqual([]);
  expect(added.length).toBeGreaterThan(0);
  expect(changed.some((address) => address.startsWith('kubernetes_deployment_v1.workers_deployment'))).toBe(isChanged);
});
