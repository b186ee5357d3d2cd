/** What the connections of a Postgres server take of its memory, beside what all of them share. */

/** PostgreSQL documentation, "Resource Consumption": a quarter of the memory is a reasonable start. */
const SHARED_BUFFERS_SHARE = 0.25;
/** Pages of 4 KiB, each with an entry of 8 bytes in the table of every process that has read it. Pods have no huge pages. */
const PAGE_TABLE_SHARE = 8 / 4096;
/**
 * One process: what it keeps of catalogs and plans. A LangGraph checkpointer took 2.5 MiB on Postgres 15 (40 connections after 12 checkpoints each, private memory of `smaps_rollup`, measured
 * December 2026); clients with more tables take more. Assumed to be twice that.
 */
const PROCESS_MIB = 5;
/** `work_mem` of Postgres, for each sort or hash: one at a time for each connection, assumed. */
const WORK_MIB = 4;
/** Three workers of autovacuum with `maintenance_work_mem` (64 MiB), and the instance manager of the operator in the same container (64 MiB, assumed). */
const SERVER_MIB = 3 * 64 + 64;

/** Bounds of the props of a store. */
export const LEAST_CONNECTIONS = 20;
export const MOST_MEMORY_GIB = 1_024;

const MIB_PER_GIB = 1_024;
/** Repairs name memory in halves of a GiB. */
const MEMORY_STEP_GIB = 0.5;

/** Terms of the memory of one server, MiB. */
export interface ConnectionMemory {
  readonly connections: number;
  readonly sharedBuffersMiB: number;
  readonly serverMiB: number;
  /** Of one connection: the process, its page table, and what a sort takes. */
  readonly processMiB: number;
  readonly pageTableMiB: number;
  readonly workMiB: number;
  /** All connections open, none of them at work. */
  readonly idleMiB: number;
  /** All of them at work. */
  readonly busyMiB: number;
}

export const sharedBuffersMiB = (memoryGiB: number): number => Math.floor(memoryGiB * MIB_PER_GIB * SHARED_BUFFERS_SHARE);

/** `shared buffers + server + connections × (process + page table + work)`. */
export function connectionMemory(connections: number, memoryGiB: number): ConnectionMemory {
  const shared = sharedBuffersMiB(memoryGiB);
  const pageTableMiB = shared * PAGE_TABLE_SHARE;
  const idleMiB = shared + SERVER_MIB + connections * (PROCESS_MIB + pageTableMiB);
  return {
    connections,
    sharedBuffersMiB: shared,
    serverMiB: SERVER_MIB,
    processMiB: PROCESS_MIB,
    pageTableMiB,
    workMiB: WORK_MIB,
    idleMiB,
    busyMiB: idleMiB + connections * WORK_MIB,
  };
}

/** Connections that all find room while they are at work. */
export function connectionsWithin(memoryGiB: number): number {
  const { sharedBuffersMiB: shared, pageTableMiB } = connectionMemory(0, memoryGiB);
  return Math.max(0, Math.floor((memoryGiB * MIB_PER_GIB - shared - SERVER_MIB) / (PROCESS_MIB + pageTableMiB + WORK_MIB)));
}

/** The least memory for connections at work, GiB; null where shared buffers and the page tables for them grow faster than the memory. */
export function memoryFor(connections: number): number | null {
  const left = 1 - SHARED_BUFFERS_SHARE * (1 + connections * PAGE_TABLE_SHARE);
  if (left <= 0) return null;
  const exactGiB = (SERVER_MIB + connections * (PROCESS_MIB + WORK_MIB)) / left / MIB_PER_GIB;
  return Math.ceil(exactGiB / MEMORY_STEP_GIB) * MEMORY_STEP_GIB;
}
