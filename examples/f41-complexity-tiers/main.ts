import { App } from 'cdktf';
import { acknowledge, Gpu } from 'cdktf-agent-fleet';
import { complexityTiers } from './fleet';

const app = new App();
complexityTiers(app, { gpu: Gpu.L40S, replicas: 3 });

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('tiers');
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'nobody waits for these workflows, and none of the roles names a latency class',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about what fits and what it costs; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about what fits and what it costs; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
app.synth();
