import { formatInteger } from '../core/format';
import { pgvectorNeed, qdrantNeed, type VectorLoad, type VectorNeed } from './vector-load';

/** What the rules of vectors look at: what they take, and what there is for them. */
export interface VectorRoom {
  /** e.g. `1,000,000 vectors of 1,024 numbers`. */
  readonly what: string;
  readonly need: VectorNeed;
  /** Memory of the pod, GiB. */
  readonly memoryGiB: number;
  /** Disk of the pod, GiB. */
  readonly storageGiB: number;
}

/** Room that the user names; what is left out follows from the vectors. */
export interface GivenRoom {
  readonly memoryGiB?: number | undefined;
  readonly storageGiB?: number | undefined;
}

/** Memory of the server beside its vectors; assumed. */
const SERVER_GIB = 1;
/** The write-ahead log; assumed. */
const LOG_GIB = 1;
/** Segments are rewritten beside the old ones; assumed. */
const REWRITE = 2;

/** A Qdrant: what is left out follows from the vectors. */
export function qdrantRoom(spec: VectorLoad & GivenRoom): VectorRoom {
  const need = qdrantNeed(spec);
  const { memoryGiB = Math.ceil(need.memoryGiB + SERVER_GIB), storageGiB = Math.ceil(REWRITE * need.diskGiB + LOG_GIB) } = spec;
  return { what: wordsOf([spec]), need, memoryGiB, storageGiB };
}

/** A Postgres: its memory and its disk are props, and it holds the vectors of several. */
export function pgvectorRoom(loads: readonly VectorLoad[], room: Pick<VectorRoom, 'memoryGiB' | 'storageGiB'>): VectorRoom {
  const needs = loads.map(pgvectorNeed);
  const sum = (of: (need: VectorNeed) => number) => needs.reduce((total, need) => total + of(need), 0);
  const need = { memoryGiB: sum(({ memoryGiB }) => memoryGiB), diskGiB: sum(({ diskGiB }) => diskGiB) };
  return { what: wordsOf(loads), need, memoryGiB: room.memoryGiB, storageGiB: room.storageGiB };
}

const wordsOf = (loads: readonly VectorLoad[]): string =>
  loads.map(({ vectors, dimensions }) => `${formatInteger(vectors)} vectors of ${formatInteger(dimensions)} numbers`).join(' and ');
