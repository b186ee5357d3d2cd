import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { apiCluster } from './fleet';

const app = new App();
apiCluster(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('api');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about what a cluster holds; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'nobody waits for these workflows, and none of the roles names a latency class',
  owner: 'platform team',
});
app.synth();
