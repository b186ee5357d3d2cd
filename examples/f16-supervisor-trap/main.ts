import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { supervisorTrap } from './fleet';

const app = new App();
supervisorTrap(app, true);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('supervised');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about contexts that grow; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'nobody waits for these workflows, and none of the roles names a latency class',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ENG-005',
  reason: 'the published fleet names no other engine; which one keeps more prompts cached has to be measured',
  owner: 'platform team',
});
app.synth();
