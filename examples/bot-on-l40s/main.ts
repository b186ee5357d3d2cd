import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { botOnL40s } from './fleet';

const app = new App();
botOnL40s(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('bot');
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: 'the example is about a bot on two cards; tracing is in docs/guides/tracing.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-003',
  reason: 'own servers cost the same whether they work or not',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about a bot on two cards; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
app.synth();
