/** The reference fleet and everything else that makes pods, on OpenShift. */
import { App } from 'cdktf';
import { referenceFleet } from '../../../examples/f13-reference-fleet/fleet';
import { everyPod } from './every-pod';
import { SHARED_NODES } from './shared-nodes';

const app = new App();
referenceFleet(app, { distribution: 'openshift', sharedNodes: SHARED_NODES });
everyPod(app, 'openshift');
app.synth();
