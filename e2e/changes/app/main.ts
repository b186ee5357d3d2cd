/** The fleet of the change matrix: before its changes, after them, or with one change that is refused. Names and ids are the same on all sides. */

import { App, TerraformStack } from 'cdktf';
import {
  Cluster,
  Gpu,
  InferencePool,
  Model,
  SecretRef,
  SessionStore,
  type SessionStoreProps,
  StateStore,
  type StateStoreProps,
} from 'cdktf-agent-fleet';
import { POOL_ROWS, REFUSALS, type Row, type Rows, SESSION_ROWS, STATE_ROWS } from '../rows';

/** Names the side; set by the harness. */
const SIDE_VARIABLE = 'AGENT_FLEET_CHANGE';

type Side = 'before' | 'after';

const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const cluster = Cluster.fromKubeconfig({
  context: 'changes',
  nodePools: {
    h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 8, labels: { pool: 'h100' } },
    'h100-reserved': { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 1, labels: { pool: 'h100-reserved' } },
    l40s: { gpu: Gpu.L40S, gpusPerNode: 8, nodes: 1, labels: { pool: 'l40s' } },
    cpu: { nodes: 4 },
  },
});

const app = new App({ outdir: process.env['CDKTF_OUTDIR'] ?? 'cdktf.out' });
const side = process.env[SIDE_VARIABLE] ?? 'before';
const refusal = REFUSALS.find(({ name }) => name === side);
if (refusal === undefined) changing(side === 'after' ? 'after' : 'before');
stores(refusal?.sessions, refusal?.state);
app.synth();

function changing(side: Side): void {
  const stack = new TerraformStack(app, 'changes');
  const pool = (id: string, props: object) =>
    new InferencePool(stack, id, {
      cluster,
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      gpu: Gpu.H100_SXM,
      maxContextTokens: 8_192,
      huggingFaceToken: SecretRef.existing('hub', 'token'),
      ...('nodePool' in props ? {} : { nodePool: 'h100' }),
      ...props,
    });
  each(POOL_ROWS, side, (prop, props) => pool(`pool-${prop}`, props));
  pool(side === 'before' ? 'pool-removed' : 'pool-added', {});
  pool(side === 'before' ? 'pool-old-name' : 'pool-new-name', {});
  each(SESSION_ROWS, side, (prop, props) => new SessionStore(stack, `sessions-${prop}`, { cluster, ...props }));
  each(STATE_ROWS, side, (prop, props) => new StateStore(stack, `state-${prop}`, { cluster, ...props }));
}

function each<P>(rows: Rows<P>, side: Side, make: (id: string, props: Partial<P>) => void): void {
  for (const [prop, row] of Object.entries(rows) as [string, Row<P>][]) {
    if ('after' in row) make(dashed(prop), side === 'after' ? row.after : (row.before ?? {}));
  }
}

/** The two stores whose changes are refused, in a stack of their own: one change at a time is planned over it. */
function stores(sessions: Partial<SessionStoreProps> = {}, state: Partial<StateStoreProps> = {}): void {
  const stack = new TerraformStack(app, 'stores');
  new SessionStore(stack, 'sessions', { cluster, ...sessions });
  new StateStore(stack, 'state', { cluster, ...state });
}
