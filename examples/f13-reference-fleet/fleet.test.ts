import { Testing } from 'cdktf';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { referenceFleet } from './fleet';

test('the research fleet', () => {
  const app = Testing.app();
  referenceFleet(app);
  const template = FleetTemplate.synth(app, 'research');
  template.hasPool('workers', { minReplicas: 2, gpu: 'a100-pcie-80' });
  expect(template.plan().costPerHour.floor).toBeLessThan(12);
  expect(template).toMatchFleetSnapshot();
});
