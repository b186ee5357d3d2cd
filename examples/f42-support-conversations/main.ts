import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { supportConversations } from './fleet';

const app = new App();
supportConversations(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('support');
acknowledge(stack, {
  rule: 'AF-COST-004',
  reason: 'that an API costs less at this traffic is what the published scenario shows',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-006',
  reason: 'one GPU is the least that serves the model, and the published traffic uses 2 % of it',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-RTE-006',
  reason: 'that an API suits this traffic is what the published scenario shows',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ENG-005',
  reason: 'the published scenario names no engine; which one keeps more prompts cached has to be measured',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-RTE-003',
  reason: 'the published scenario has one GPU',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about cost; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about cost; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
app.synth();
