/** Which vectors a Postgres holds beside the state: `VectorStore.pgvector` says so, and the Postgres is sized for them. */
import type { VectorLoad } from './vector-load';

const HELD = new WeakMap<object, VectorLoad[]>();

export function holdVectors(store: object, load: VectorLoad): void {
  HELD.set(store, [...vectorsHeldBy(store), load]);
}

export const vectorsHeldBy = (store: object): readonly VectorLoad[] => HELD.get(store) ?? [];
