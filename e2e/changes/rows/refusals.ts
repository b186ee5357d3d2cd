/** Changes that would delete data: Terraform or the chart must refuse them, and a finding of the fleet must name them before. */
import type { KubeconfigProps, SessionStoreProps, StateStoreProps, VectorStoreProps } from 'cdktf-agent-fleet';
import type { Row, Rows } from './row';
import { SESSION_ROWS, STATE_ROWS, VECTOR_ROWS } from './store-rows';

export interface Refusal {
  /** Store and prop. */
  readonly name: string;
  /** Id of the construct that holds the data. */
  readonly store: 'sessions' | 'state' | 'vectors' | 'operators';
  readonly prop: string;
  /**
   * Who refuses.
   * @default - Terraform, in the plan
   */
  readonly by?: 'the chart, in the apply';
  readonly sessions?: Partial<SessionStoreProps>;
  readonly state?: Partial<StateStoreProps>;
  readonly vectors?: Partial<VectorStoreProps>;
  /** Of the cluster of the operators. */
  readonly operators?: Pick<KubeconfigProps, 'monitoringNamespace'>;
}

/** Terraform does not see into a release, so what a claim had before is known to the chart alone. */
export const REFUSALS: readonly Refusal[] = [
  ...refusedOf(SESSION_ROWS).map(([prop, sessions]) => ({ name: `SessionStore ${prop}`, store: 'sessions', prop, sessions }) as const),
  ...refusedOf(STATE_ROWS).map(([prop, state]) => ({ name: `StateStore ${prop}`, store: 'state', prop, state }) as const),
  ...refusedOf(VECTOR_ROWS).map(([prop, vectors]) => ({ name: `VectorStore ${prop}`, store: 'vectors', prop, vectors }) as const),
  {
    name: 'Cluster monitoringNamespace under its operators',
    store: 'operators',
    prop: 'monitoringNamespace',
    operators: { monitoringNamespace: 'observability' },
  },
  {
    name: 'SessionStore smaller storageGiB',
    store: 'sessions',
    prop: 'storageGiB',
    by: 'the chart, in the apply',
    sessions: { storageGiB: 4 },
  },
  { name: 'VectorStore fewer vectors', store: 'vectors', prop: 'storageGiB', by: 'the chart, in the apply', vectors: { vectors: 1_000 } },
];

function refusedOf<P>(rows: Rows<P>): [string, Partial<P>][] {
  return (Object.entries(rows) as [string, Row<P>][]).flatMap(([prop, row]) =>
    'refused' in row ? [[prop, row.refused] as [string, Partial<P>]] : [],
  );
}
