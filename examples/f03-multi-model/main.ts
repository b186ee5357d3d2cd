import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { multiModel } from './fleet';

const app = new App();
multiModel(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('multi-model');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about pools by role; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about pools by role; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'nobody waits for these workflows: their tasks come from a queue',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CAP-020',
  reason: 'published as it is; a fifth card of the workers is the ceiling of its scaling',
  owner: 'platform team',
});
app.synth();
