import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { threeOnACard } from './fleet';

const app = new App();
threeOnACard(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('review');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about models that stay resident together; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CAP-041',
  reason: 'the published fleet keeps its models on one card; what isolates them is in examples/f24-mig-slices',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about models that stay resident together; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
app.synth();
