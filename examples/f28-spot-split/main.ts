import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { spotSplit } from './fleet';

const app = new App();
spotSplit(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('assistants');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about spot nodes; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about spot nodes; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CAP-011',
  reason: 'one pool for both would put what users wait for on spot nodes',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ENG-005',
  reason: 'the example is about spot nodes; which engine keeps more prompts cached has to be measured',
  owner: 'platform team',
});
app.synth();
