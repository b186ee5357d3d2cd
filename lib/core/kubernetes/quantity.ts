import { memoryGiB } from '../memory-quantity';
import { notion } from '../notion';
import { MIB, toGiB } from '../units';

/** Kubernetes knows no part of a CPU that is smaller than a thousandth. */
const CPU = /^(?:\d{1,6}m|\d{1,4}(?:\.\d{1,3})?)$/;
const MOST_MEMORY_GIB = 1024 * 1024;

/** CPUs of a container, e.g. `2`, `0.5`, `500m`. */
export const cpuQuantity = notion(
  'CPU quantity',
  "an amount of CPUs above zero, e.g. '2', '0.5' or '500m'",
  (text) => CPU.test(text) && Number(text.replace('m', '')) > 0,
);

const memoryOf = (least: string, leastGiB: number, example: string) =>
  notion('memory quantity', `an amount of memory of at least ${least}, e.g. '${example}' or '${least}'`, (text) => {
    const gib = memoryGiB(text);
    return gib !== null && gib >= leastGiB && gib <= MOST_MEMORY_GIB;
  });

/** Memory of a container, e.g. `4Gi`. Below 16Mi a container runtime starts nothing; `500` without a unit, which is 500 bytes, is below it as well. */
export const memoryQuantity = memoryOf('16Mi', toGiB(16 * MIB), '4Gi');

/**
 * Memory of a pod that serves a model, e.g. `32Gi`. Each process of an engine that has loaded its libraries holds 0.8 GiB and more (vLLM 0.30.0 on a CPU
 * with a model of a few MB: 0.8, 0.8 and 1.2 GiB, 2026-11-30).
 */
export const engineMemoryQuantity = memoryOf('1Gi', 1, '32Gi');

/** Memory of a pod that serves a router in Python, e.g. `4Gi`. LiteLLM 1.108 with one worker holds 332 MiB once it is ready, before its first request (2026-11-30). */
export const routerMemoryQuantity = memoryOf('384Mi', toGiB(384 * MIB), '4Gi');
