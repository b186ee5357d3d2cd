import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { scheduledBurst } from './fleet';

const app = new App();
scheduledBurst(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('helpdesk');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about a schedule; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about a schedule; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ENG-005',
  reason: 'the published fleet names vLLM',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-006',
  reason: 'the floor is for the night; the hours of the day have replicas of their own',
  owner: 'platform team',
});
app.synth();
