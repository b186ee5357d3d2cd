import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { onAWorkstation } from './fleet';

const app = new App();
onAWorkstation(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('draft');
const accepted = {
  'AF-ENG-003': 'nobody but the team depends on it',
  'AF-OBS-013': 'the engine serves no metrics, and nobody is called at night',
};
for (const [rule, reason] of Object.entries(accepted)) acknowledge(stack, { rule, reason, owner: 'the team' });
app.synth();
