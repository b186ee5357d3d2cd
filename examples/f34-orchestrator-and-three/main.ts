import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { orchestratorAndThree } from './fleet';

const app = new App();
orchestratorAndThree(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('team');
acknowledge(stack, {
  rule: 'AF-OBS-013',
  reason: 'the example is about four models on two cards; what watches a fleet is in examples/f13-reference-fleet',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CAP-041',
  reason: 'the published fleet keeps its models on one card; what isolates them is in examples/f24-mig-slices',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-SEC-004',
  reason: 'the example is about four models on two cards; messages with schemas are in docs/guides/messages.md',
  owner: 'platform team',
});
acknowledge(stack, {
  rule: 'AF-CAP-011',
  reason: 'four engines are what was published; one pool of the same model is in the same folder',
  owner: 'platform team',
});
app.synth();
