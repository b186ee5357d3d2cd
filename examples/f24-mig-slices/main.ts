import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { migSlices } from './fleet';

const app = new App();
migSlices(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('slices');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about slices of a card; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
app.synth();
