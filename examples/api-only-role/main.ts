import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { withApiOnlyRole } from './fleet';

const app = new App();
withApiOnlyRole(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('tickets');
acknowledge(stack, {
  rule: 'AF-COST-006',
  reason: 'the second replica is there for the loss of the first, and 40 sessions have to fit at any time',
  owner: 'support team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about a role without a pool; messages with schemas are in docs/guides/messages.md',
  owner: 'support team',
});
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about a role without a pool; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'support team',
});
app.synth();
