/** The fleets of the change matrix: before their changes, after them, or with one change that is refused or one slip. Names and ids are the same on all sides. */
import { App } from 'cdktf';
import { REFUSALS } from '../rows/refusals';
import type { Side } from '../rows/row';
import { ALL_SLIPS } from '../rows/slips';
import { agents } from './agents';
import { cluster } from './cluster';
import { platform } from './platform';
import { pools } from './pools';
import { stores } from './stores';

const app = new App({ outdir: process.env['CDKTF_OUTDIR'] ?? 'cdktf.out' });
/** Set by the harness. */
const asked = process.env['AGENT_FLEET_CHANGE'] ?? 'before';
const refusal = REFUSALS.find(({ name }) => name === asked);
const slip = ALL_SLIPS.find(({ name }) => name === asked);
if (refusal === undefined && slip === undefined) {
  const side: Side = asked === 'after' ? 'after' : 'before';
  for (const make of [pools, agents, cluster, platform]) make(app, side);
}
stores(app, refusal, slip);
app.synth();
