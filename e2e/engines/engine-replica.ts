/** A replica of a pool: vLLM on an address of its own, started as the container of the pool is. */

import { argsOf, podEnvironment } from '../agents/pod-environment';
import type { KubeObject } from '../cluster/kube-object';
import type { Processes } from '../machine/processes';
import { ENGINE_PORT, type Replica } from '../sessions/stage';
import type { VllmOnCpu } from './vllm-cpu';

/** On processors it is a share of the memory of the machine, and all of it must be free at the start. */
const MEMORY_SHARE = '0.05';

/** As emitted, but for the folder of the model, the address and the memory; weights are drawn in place of loaded. */
export function localArgs(objects: readonly KubeObject[], pool: string, model: string, address: string): string[] {
  const [, ...args] = argsOf(objects, pool);
  const here: Readonly<Record<string, string>> = { '--host': address, '--gpu-memory-utilization': MEMORY_SHARE };
  return ['serve', model, '--load-format', 'dummy', ...args.map((arg, index) => here[args[index - 1] ?? ''] ?? arg)];
}

export interface StartedReplica extends Replica {
  readonly url: string;
}

export function startReplica(
  { program, model }: VllmOnCpu,
  {
    objects,
    pool,
    address,
    home,
  }: { readonly objects: readonly KubeObject[]; readonly pool: string; readonly address: string; readonly home: string },
  processes: Processes,
): StartedReplica {
  const env = {
    ...podEnvironment(objects, pool, [], () => ''),
    HOME: home,
    HF_HOME: home,
    VLLM_CACHE_ROOT: `${home}/vllm`,
    PATH: process.env['PATH'] ?? '',
    // One thread each, which waits without working.
    OMP_NUM_THREADS: '1',
    KMP_BLOCKTIME: '0',
    VLLM_CPU_OMP_THREADS_BIND: '0',
  };
  processes.start(`vllm-${address}`, program, localArgs(objects, pool, model, address), { env });
  return { address, url: `http://${address}:${ENGINE_PORT}`, stop: () => {} };
}
