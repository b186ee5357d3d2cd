import { z } from 'zod';
import { parseProps } from '../core/schema';
import { checkReplicaArgument } from './argument-checks';
import { copiesOf, gpusOfPod } from './gpus-of-replica';
import type { ReplicaSpec } from './replica-spec';

/** Host memory that the processes of an engine need for each GPU, GiB: the checkpoint passes through it while it loads. Assumed; no engine publishes one. */
export const PROCESSES_GIB_PER_GPU = 32;

/** What one pod takes of the memory of its node, GiB. */
export interface HostMemory {
  /** Processes of the engine. */
  readonly processesGiB: number;
  /** Weights that stay in host memory. */
  readonly weightsGiB: number;
  /** KV blocks that left the GPUs. */
  readonly kvCacheGiB: number;
  /** All of it. */
  readonly totalGiB: number;
}

const processesSchema = z.strictObject({ processesGiB: z.number().positive().max(1_000_000).optional() });

/**
 * Host memory of one pod: processes, plus offloaded weights × GPUs, plus offloaded KV blocks × copies.
 *
 * The weights of `cpuOffloadGiB` are per GPU, as the flag of the engine counts them (vLLM `--cpu-offload-gb`); every data-parallel copy keeps KV blocks of
 * its own, so that `kvOffloadGiB` and `kvOffload.cpuGiB` are taken once for each.
 *
 * @param replica the replica; of it only parallelism and offload are read
 * @param processesGiB what the processes need, GiB; by default 32 for each GPU, assumed
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export function hostMemory(replica: ReplicaSpec, processesGiB?: number): HostMemory {
  checkReplicaArgument('hostMemory', replica);
  parseProps(processesSchema, { processesGiB }, { path: 'hostMemory', className: 'hostMemory' });
  return hostMemoryOf(replica, processesGiB);
}

/** The same for a replica that was checked. */
export function hostMemoryOf(replica: ReplicaSpec, processesGiB = PROCESSES_GIB_PER_GPU * gpusOfPod(replica)): HostMemory {
  const weightsGiB = (replica.cpuOffloadGiB ?? 0) * gpusOfPod(replica);
  const kvCacheGiB = ((replica.kvOffloadGiB ?? 0) + (replica.kvOffload?.cpuGiB ?? 0)) * copiesOf(replica);
  return { processesGiB, weightsGiB, kvCacheGiB, totalGiB: processesGiB + weightsGiB + kvCacheGiB };
}
