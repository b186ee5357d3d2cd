import { everyPod } from '../../e2e/openshift/app/every-pod';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { App } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';

type Resource = { readonly lifecycle?: { readonly ignore_changes?: readonly string[] } };

const RESTARTED_AT = 'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]';

test.each(['kubernetes_deployment_v1', 'kubernetes_stateful_set_v1'])(
  'a restart of %s by hand is no difference of the next plan',
  (type) => {
    const app = new App({ outdir: temporaryOutdir() });
    referenceFleet(app);
    everyPod(app, 'kubernetes');
    const resources = ['research', 'every-pod'].flatMap((stack) => FleetTemplate.synth(app, stack).resources(type) as Resource[]);
    expect(resources.length).toBeGreaterThan(1);
    for (const { lifecycle } of resources) expect(lifecycle?.ignore_changes).toEqual([RESTARTED_AT]);
  },
);
