import { Testing } from 'cdktf';
import { Cluster } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { starterFleet } from './fleet';

const app = Testing.app();
starterFleet(app, Cluster.fromEnvironment({ context: 'test' }));
const fleet = FleetTemplate.synth(app, 'fleet');

test('everything fits, with room left', () => {
  fleet.hasPool('model', { verdict: 'fits' });
});

test('agents reach the router, and nothing dangles', () => {
  fleet.hasManifest('Deployment', 'agents-agents');
  expect(fleet.danglingReferences()).toEqual([]);
});

test('the bill is what was agreed', () => {
  expect(fleet.plan().costPerHour).toMatchObject({ unpriced: [] });
});
