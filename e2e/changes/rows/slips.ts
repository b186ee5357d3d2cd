/** Slips over stores that hold data: their constructs leave the program or get another id, and come back. Nothing of the data may go with them. */
export type StoreId = 'sessions' | 'state' | 'vectors' | 'tasks';

export interface Slip {
  readonly name: string;
  /** Ids of the constructs that are no longer in the program; the others keep the namespace there. */
  readonly without: readonly StoreId[];
  /** Id under which the session store stands in the program instead. */
  readonly renamed?: string;
  readonly withoutPrometheus?: true;
  /** The session store without its protection. */
  readonly givenUp?: true;
}

export const SLIPS: readonly Slip[] = [
  { name: 'SessionStore and VectorStore removed', without: ['sessions', 'vectors'] },
  { name: 'StateStore and TaskQueue removed', without: ['state', 'tasks'] },
  { name: 'SessionStore under another id', without: ['sessions'], renamed: 'memory' },
];

/** What an owner does who gives the data up: the protection first, then the construct. */
export const GIVEN_UP: readonly [Slip, Slip] = [
  { name: 'SessionStore without protection', without: [], givenUp: true },
  { name: 'SessionStore given up', without: ['sessions'] },
];

/** Nothing of two namespaces is in the program any more: that of the stores, and that of Prometheus. */
export const EMPTIED: Slip = {
  name: 'all stores and Prometheus removed',
  without: ['sessions', 'state', 'vectors', 'tasks'],
  withoutPrometheus: true,
};

export const ALL_SLIPS: readonly Slip[] = [...SLIPS, ...GIVEN_UP, EMPTIED];
