import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { decoupledBursty } from './fleet';

const app = new App();
decoupledBursty(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('bursty');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about fleets that sleep; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
app.synth();
