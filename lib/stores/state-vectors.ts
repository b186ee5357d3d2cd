/** Vectors that lie beside the state, in the databases of one Postgres. */
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { vectorsHeldBy } from './held-vectors';
import { VECTOR_DATABASE_RULES, VECTOR_ROOM_RULES } from './rules';
import { pgvectorNeed } from './vector-load';
import { pgvectorRoom } from './vector-room';

/** A database that may hold vectors. */
export interface VectorHolder {
  /** The construct that vectors were given to. */
  readonly holder: object;
  readonly name: string;
  /** Whether the extension is made. */
  readonly vector: boolean;
}

/** Room of each server, GiB. */
interface Room {
  readonly memoryGiB: number;
  readonly storageGiB: number;
}

/** Each database needs the extension, and all together need the room. */
export function vectorFindings(holders: readonly VectorHolder[], room: Room): UnplacedFinding[] {
  const holding = holders.filter(({ holder }) => vectorsHeldBy(holder).length > 0);
  if (holding.length === 0) return [];
  const made = holding.flatMap(({ name, vector }) => evaluateRules(VECTOR_DATABASE_RULES, { name, vector }));
  const loads = holding.flatMap(({ holder }) => vectorsHeldBy(holder));
  return [...made, ...evaluateRules(VECTOR_ROOM_RULES, pgvectorRoom(loads, room))];
}

/** The same for the plan, one row for each load. */
export const plannedVectors = (
  holders: readonly VectorHolder[],
  { name, path, memoryGiB, storageGiB }: Room & { readonly name: string; readonly path: string },
) =>
  holders
    .flatMap(({ holder }) => vectorsHeldBy(holder))
    .map((load) => ({
      name,
      path,
      kind: 'pgvector' as const,
      vectors: load.vectors,
      dimensions: load.dimensions,
      need: pgvectorNeed(load),
      memoryGiB,
      storageGiB,
    }));
