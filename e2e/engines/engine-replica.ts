/** A replica of a pool: vLLM on an address of its own, started as the container of the pool is. */

import { argsOf, type Place, podEnvironment } from '../agents/pod-environment';
import type { KubeObject } from '../cluster/kube-object';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { ENGINE_PORT, type Replica } from '../sessions/stage';
import type { VllmOnCpu } from './vllm-cpu';

/** On processors it is a share of the memory of the machine, and all of it must be free at the start. */
const MEMORY_SHARE = '0.05';
const BOOT_SECONDS = 1_200;

/** What is another on this machine than in the pod. */
export interface OfMachine {
  /** In place of the checkpoint; weights are drawn in place of loaded where nothing else is said. */
  readonly model?: readonly string[];
  /** Values of flags. */
  readonly values?: Readonly<Record<string, (emitted: string) => string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Services, and where they are here. */
  readonly places?: readonly Place[];
}

/** As emitted, but for the folder of the model, the address and the memory. */
export function localArgs(objects: readonly KubeObject[], pool: string, address: string, { model = [], values = {} }: OfMachine): string[] {
  const [, ...args] = argsOf(objects, pool);
  const here: OfMachine['values'] = { '--host': () => address, '--gpu-memory-utilization': () => MEMORY_SHARE, ...values };
  return ['serve', ...model, ...args.map((arg, index) => here[args[index - 1] ?? '']?.(arg) ?? arg)];
}

export interface StartedReplica extends Replica {
  readonly url: string;
}

export interface PodOfPool {
  readonly objects: readonly KubeObject[];
  readonly pool: string;
  readonly address: string;
  readonly home: string;
}

export function startReplica(
  { program, model }: VllmOnCpu,
  { objects, pool, address, home }: PodOfPool,
  processes: Processes,
  machine: OfMachine = {},
): StartedReplica {
  const env = {
    ...podEnvironment(objects, pool, machine.places ?? [], () => 'played'),
    HOME: home,
    HF_HOME: home,
    VLLM_CACHE_ROOT: `${home}/vllm`,
    PATH: process.env['PATH'] ?? '',
    // One thread each, which waits without working.
    OMP_NUM_THREADS: '1',
    KMP_BLOCKTIME: '0',
    VLLM_CPU_OMP_THREADS_BIND: '0',
    ...machine.env,
  };
  const args = localArgs(objects, pool, address, { model: [model, '--load-format', 'dummy'], ...machine });
  processes.start(`vllm-${address}`, program, args, { env });
  return replicaAt(address);
}

export const replicaAt = (address: string): StartedReplica => ({ address, url: `http://${address}:${ENGINE_PORT}`, stop: () => {} });

/** The name by which a pool is asked. */
export function servedName({ objects }: Pick<PodOfPool, 'objects'>, pool: string): string {
  const args = argsOf(objects, pool);
  return args[args.indexOf('--served-model-name') + 1] ?? '';
}

/** Waits until it answers. @param path of its health check */
export const answers = ({ url, address }: StartedReplica, processes: Processes, path = '/health'): Promise<true> =>
  waitFor(
    `vLLM at ${address}`,
    async () => {
      processes.assertRunning(`vllm-${address}`);
      return (await fetch(`${url}${path}`).catch(() => undefined))?.ok ? true : undefined;
    },
    { seconds: BOOT_SECONDS, everySeconds: 1 },
  );
