import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { euSovereign } from './fleet';

const app = new App();
euSovereign(app);

// Findings of the default pack that this example accepts.
acknowledge(app.node.findChild('sovereign'), {
  rule: 'AF-OBS-013',
  reason: 'the example is about where data goes; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
app.synth();
