import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { besideRdsAndRedis } from './fleet';

const app = new App();
besideRdsAndRedis(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('research');
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: 'the example is about stores and operators that are there already; tracing is in docs/guides/tracing.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-003',
  reason: 'the price of the nodes is negotiated, and given as usdPerGpuHour where it may be told',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about stores and operators that are there already; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
app.synth();
