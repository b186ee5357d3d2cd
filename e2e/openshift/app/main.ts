/** The reference fleet and everything else that makes pods, on OpenShift. */
import { App } from 'cdktf';
import { referenceFleet } from '../../../examples/f13-reference-fleet/fleet';
import { everyPod } from './every-pod';

const app = new App();
referenceFleet(app, { distribution: 'openshift' });
everyPod(app, 'openshift');
app.synth();
