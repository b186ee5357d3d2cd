import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { returningSessions } from './fleet';

const app = new App();
returningSessions(app);

// Findings of the default pack that this example accepts.
acknowledge(app.node.findChild('reviews'), {
  rule: 'AF-OBS-013',
  reason: 'the example is about what fits; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(app.node.findChild('reviews'), {
  rule: 'AF-ENG-005',
  reason: 'pools of SGLang do not stream their weights from a bucket',
  owner: 'platform team',
});
app.synth();
