import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { stagesAndDrafts } from './fleet';

const app = new App();
stagesAndDrafts(app);

// Findings of the default pack that this example accepts.
acknowledge(app.node.findChild('extraction'), {
  rule: 'AF-OBS-013',
  reason: 'the example is about what fits; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(app.node.findChild('extraction'), {
  rule: 'AF-SEC-004',
  reason: 'the example is about what fits; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
acknowledge(app.node.findChild('extraction'), {
  rule: 'AF-ENG-027',
  reason:
    'answers with drafts over two stages are compared with those without before users see them; nobody has published whether they are the same',
  owner: 'platform team',
});
app.synth();
