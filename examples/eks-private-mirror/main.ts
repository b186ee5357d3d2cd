import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { eksFleet } from './fleet';

const app = new App();
eksFleet(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('research');
acknowledge(stack, {
  rule: 'AF-LAT-002',
  reason: 'the estimate computes every prompt from its start; what stays cached has to be measured, and is then declared as cachedTokens',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-RTE-003',
  reason: 'a second replica of the planner needs two H100 more, on the one p5 node that the example has',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about nodes and a private mirror; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ELA-009',
  reason: 'the workers of the example run on spot nodes alone; a g6 node on demand beside them would hold their floor',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: 'the example is about nodes and a private mirror; tracing is in docs/guides/tracing.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about nodes and a private mirror; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-007',
  reason: 'the price of spot nodes changes by zone and hour; it is given as usdPerGpuHour on the day of the deployment',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-003',
  reason: 'a budget needs the price of every pool, and that of the spot nodes is given on the day of the deployment',
  owner: 'platform team',
});
app.synth();
