import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { parallelFive } from './fleet';

const app = new App();
parallelFive(app, 5);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('parallel-five');
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
app.synth();
