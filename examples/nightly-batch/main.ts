import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { nightlyBatch } from './fleet';

const app = new App();
nightlyBatch(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('archive');
acknowledge(stack, {
  rule: 'AF-ELA-006',
  reason: 'a task that is taken back comes again from the queue, and reads one document anew',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-006',
  reason: 'the example is about work from a queue; tracing is in docs/guides/tracing.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-COST-003',
  reason: 'the price of spot nodes changes by zone and hour; it is given as usdPerGpuHour on the day of the deployment',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about work from a queue; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-OBS-007',
  reason: 'the price of spot nodes changes by zone and hour; it is given as usdPerGpuHour on the day of the deployment',
  owner: 'platform team',
});
app.synth();
