import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { pipelineFive } from './fleet';

const app = new App();
pipelineFive(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('pipeline-five');
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'the published comparison of topologies counts memory alone, and none of its roles names a latency class',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about what fits; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about what fits; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
app.synth();
