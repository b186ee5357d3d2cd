import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { prefillAndDecode } from './fleet';

const app = new App();
prefillAndDecode(app);

// Findings of the default pack that this example accepts.
acknowledge(app.node.findChild('reports'), {
  rule: 'AF-OBS-013',
  reason: 'the example is about what fits; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(app.node.findChild('reports'), {
  rule: 'AF-COST-006',
  reason: 'replicas that write are sized by the long contexts that they hold, not by the tokens that they write',
  owner: 'platform team',
});
app.synth();
