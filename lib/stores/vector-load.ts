/** What vectors take of memory and disk, by where they are kept. */
import { GIB } from '../core/units';

/** Vectors that a store shall hold. */
export interface VectorLoad {
  /** Numbers in one vector. */
  readonly dimensions: number;
  /** Vectors at most. */
  readonly vectors: number;
  /** Text and metadata beside each vector, bytes. */
  readonly payloadBytes: number;
}

/** What a load takes, GiB. */
export interface VectorNeed {
  readonly memoryGiB: number;
  readonly diskGiB: number;
}

/** Vectors are kept as 32-bit floats. */
const FLOAT_BYTES = 4;
/** Index, versions of points, and segments that are rewritten (Qdrant documentation, "Capacity Planning", read 2026-11). */
const QDRANT_OVERHEAD = 1.5;

/** Qdrant documentation, "Capacity Planning": vectors × dimensions × 4 bytes × 1.5 of memory. The same lies on disk, and the payload with it. */
export function qdrantNeed({ dimensions, vectors, payloadBytes }: VectorLoad): VectorNeed {
  const memory = vectors * dimensions * FLOAT_BYTES * QDRANT_OVERHEAD;
  return { memoryGiB: memory / GIB, diskGiB: (memory + vectors * payloadBytes) / GIB };
}

/** A page of Postgres without its header; an entry of an index lies in one page. */
const PAGE_BYTES = 8192;
const USABLE_PAGE_BYTES = 8168;
/** Neighbours of an entry on the lowest layer, `2 × m` at the default `m` of 16, each a row pointer of 6 bytes. */
const NEIGHBOUR_BYTES = 32 * 6;
/** Headers of a row and of an entry of the index; assumed from the layout of Postgres tuples and of pgvector's HNSW tuples. */
const HEADER_BYTES = 100;

/**
 * A row holds `4 × dimensions + 8` bytes of vector (README of pgvector 0.8, "Vector Type"), and an HNSW index holds the vector again beside its
 * neighbours, in whole pages. Searches are fast while the index is in memory.
 */
export function pgvectorNeed({ dimensions, vectors, payloadBytes }: VectorLoad): VectorNeed {
  const vector = FLOAT_BYTES * dimensions + 8;
  const entry = vector + NEIGHBOUR_BYTES + HEADER_BYTES;
  // The longest leave no room for their neighbours, which then have a page of their own.
  const pages = entry > USABLE_PAGE_BYTES ? 2 : 1 / Math.floor(USABLE_PAGE_BYTES / entry);
  const index = vectors * pages * PAGE_BYTES;
  const table = vectors * (vector + payloadBytes + HEADER_BYTES);
  return { memoryGiB: index / GIB, diskGiB: (index + table) / GIB };
}
