/**
 * The change matrix: for every prop of a construct, what it is changed to on a deployed fleet. Each row is a construct of its own (or a role, a node
 * pool, an operator), so that one apply changes all of them. A prop without a row fails `test/e2e-harness/changes.test.ts`.
 */

/** Changed in place, beside, or refused by the plan; or a change that is proven elsewhere. */
export type Row<P> =
  | { readonly before?: Partial<P>; readonly after: Partial<P> }
  | { readonly refused: Partial<P> }
  | { readonly elsewhere: string };

export type Rows<P> = { readonly [K in keyof Required<P>]: Row<P> };

export type Side = 'before' | 'after';

/** To CPU nodes with a taint. */
export const PLACED = { after: { cpuNodePools: ['system'] } };

export const ANOTHER_CLUSTER = { elsewhere: 'another cluster is another deployment' };

/** The rows that have two sides, with the props of one of them. */
export function sidesOf<P>(rows: Rows<P>, side: Side): (readonly [prop: string, props: Partial<P>])[] {
  return (Object.entries(rows) as [string, Row<P>][]).flatMap(([prop, row]) =>
    'after' in row ? [[prop, side === 'after' ? row.after : (row.before ?? {})] as const] : [],
  );
}

/** What all rows say together, for constructs of which there is one. */
export function allAtOnce<P>(rows: Rows<P>, side: Side): Partial<P> {
  return Object.assign({}, ...sidesOf(rows, side).map(([, props]) => props)) as Partial<P>;
}
