import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { twoGpus } from './fleet';

const app = new App();
twoGpus(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('chat');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about two kinds of GPU; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-003',
  reason: 'the example is about two kinds of GPU; guardrails are in docs/guides/guardrails.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ELA-009',
  reason: 'the floor is the H100; RTX 5090s come beside it',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-ELA-006',
  reason: 'a request that a spot node leaves behind is asked again, of the H100',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-LAT-002',
  reason: 'the published fleet plans full contexts and says nothing of what stays cached',
  owner: 'platform team',
});
app.synth();
