/** The reference fleet and everything else that makes pods, with the quota and the admission policies of their plans. */
import { App } from 'cdktf';
import type { ClusterProps } from 'cdktf-agent-fleet';
import { referenceFleet } from '../../../examples/f13-reference-fleet/fleet';
import { everyPod } from '../../openshift/app/every-pod';

const BOUNDS: Pick<ClusterProps, 'namespaceQuota' | 'admissionPolicies'> = { namespaceQuota: 'planned', admissionPolicies: 'planned' };
const app = new App();
referenceFleet(app, { bounds: BOUNDS });
everyPod(app, 'kubernetes', { ...BOUNDS, name: 'every-pod' });
app.synth();
