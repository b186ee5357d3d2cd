/** The same fleets without a word of OpenShift. */
import { App } from 'cdktf';
import { referenceFleet } from '../../../examples/f13-reference-fleet/fleet';
import { everyPod } from './every-pod';

const app = new App();
referenceFleet(app);
everyPod(app, undefined);
app.synth();
