import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { ragEmbeddings } from './fleet';

const app = new App();
ragEmbeddings(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('rag');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about the demand on encoders; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CAP-025',
  reason: 'nobody published the tokens per second of this encoder on this card: they have to be measured',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-LAT-004',
  reason: 'nobody waits for these workflows, and none of the roles names a latency class',
  owner: 'platform team',
});
app.synth();
