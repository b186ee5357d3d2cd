import { App } from 'cdktf';
import { acknowledge } from 'cdktf-agent-fleet';
import { engineForEachRole } from './fleet';

const app = new App();
engineForEachRole(app);

// Findings of the default pack that this example accepts.
const stack = app.node.findChild('hotline');
const accepted = {
  'AF-ENG-011': 'the old engine runs until its role has moved to another pool: the example shows that the plan says so',
  'AF-OBS-005': 'the engine of the voice serves no metrics: its pods, its cards and the router are watched',
  'AF-OBS-006': 'the example is about engines; tracing is in docs/guides/tracing.md',
  'AF-COST-001': 'a spot node for the encoder would stop every search of the clerk',
  'AF-COST-003': 'the example is about engines; budgets are in docs/guides/economics.md',
  'AF-COST-006': 'the example shows one pool for each engine, larger than its load',
  'AF-SEC-004': 'the roles are one program, which checks what it hands on',
};
for (const [rule, reason] of Object.entries(accepted)) acknowledge(stack, { rule, reason, owner: 'platform team' });
app.synth();
