import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { ownModelWithLora } from './fleet';

const app = new App();
ownModelWithLora(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('claims');
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: "the example is about a model of one's own; tracing is in docs/guides/tracing.md",
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-003',
  reason: 'the cards are bought, and cost the same whether they work or not',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: "the example is about a model of one's own; messages with schemas are in docs/guides/messages.md",
  owner: 'platform team',
});
app.synth();
