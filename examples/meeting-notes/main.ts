import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { meetingNotes } from './fleet';

const app = new App();
meetingNotes(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('minutes');
const accepted = {
  'AF-OBS-006': 'the example is about tools on GPUs; tracing is in docs/guides/tracing.md',
  'AF-SEC-002': 'the only tool reads recordings; allowed tools are in docs/guides/guardrails.md',
  'AF-SEC-004': 'the roles are one program, which checks what it hands on',
};
for (const [rule, reason] of Object.entries(accepted)) acknowledge(stack, { rule, reason, owner: 'platform team' });
app.synth();
