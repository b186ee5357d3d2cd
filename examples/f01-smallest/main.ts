import { App } from 'cdktf';
import { acknowledge, Gpu } from 'cdktf-agent-fleet';
import { smallestFleet } from './fleet';

const app = new App();
smallestFleet(app, { gpu: Gpu.H100_PCIE, sessions: 50, usdPerGpuHour: 2.01 });

// Findings of the default pack that this example accepts.
acknowledge(app.node.findChild('assistant'), {
  rule: 'AF-OBS-013',
  reason: 'the example is about what fits; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
app.synth();
