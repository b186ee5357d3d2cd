import { memoryGiB } from '../memory-quantity';
import { notion } from '../notion';
import { MIB, toGiB } from '../units';

/** Kubernetes knows no part of a CPU that is smaller than a thousandth. */
const CPU = /^(?:\d{1,6}m|\d{1,4}(?:\.\d{1,3})?)$/;
/** Below this a container runtime starts nothing; `500` without a unit, which is 500 bytes, is below it as well. */
const LEAST_MEMORY_GIB = toGiB(16 * MIB);
const MOST_MEMORY_GIB = 1024 * 1024;

/** CPUs of a container, e.g. `2`, `0.5`, `500m`. */
export const cpuQuantity = notion(
  'CPU quantity',
  "an amount of CPUs above zero, e.g. '2', '0.5' or '500m'",
  (text) => CPU.test(text) && Number(text.replace('m', '')) > 0,
);

/** Memory of a container, e.g. `64Gi`. */
export const memoryQuantity = notion('memory quantity', "an amount of memory of at least 16Mi, e.g. '64Gi' or '512Mi'", (text) => {
  const gib = memoryGiB(text);
  return gib !== null && gib >= LEAST_MEMORY_GIB && gib <= MOST_MEMORY_GIB;
});
