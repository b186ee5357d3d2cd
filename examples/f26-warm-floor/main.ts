import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { warmFloor } from './fleet';

const app = new App();
warmFloor(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('assistant');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about a warm floor; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about a warm floor; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ENG-005',
  reason: 'the published fleet names vLLM',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-006',
  reason: 'nobody is there at night, and the floor is kept for the morning',
  owner: 'platform team',
});
app.synth();
