import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { twoAgents } from './fleet';

const app = new App();
twoAgents(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('pair');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about the program of the agents; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CPU-011',
  reason: 'how many sessions a pod holds has to be measured with the image',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'both agents run in one process; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
app.synth();
