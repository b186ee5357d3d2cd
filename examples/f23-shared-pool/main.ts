import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { sharedByAHundred } from './fleet';

const app = new App();
sharedByAHundred(app, 5);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('hundred');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about a shared pool; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CPU-011',
  reason: 'how many sessions a pod holds has to be measured with the image',
  owner: 'platform team',
});
app.synth();
