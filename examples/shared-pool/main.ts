import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { sharedPool } from './fleet';

const app = new App();
sharedPool(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('models');
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: 'the example is about a shared pool; tracing is in docs/guides/tracing.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-008',
  reason: 'the LiteLLM of the company is watched by the team that runs it',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-003',
  reason: 'the team that runs the models answers for their cost',
  owner: 'platform team',
});
acknowledge(app.node.findChild('legal'), {
  rule: 'AF-SEC-004',
  reason: 'the example is about a shared pool; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
app.synth();
