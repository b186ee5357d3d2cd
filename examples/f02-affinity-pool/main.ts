import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { affinityPool } from './fleet';

const app = new App();
affinityPool(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('conversations');
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'the published fleet plans 83 sessions a GPU when one is lost, and its role names no latency class',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about sessions that come back; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
app.synth();
