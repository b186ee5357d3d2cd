/** How `gpusPerReplica` GPUs are spread: tensor × pipeline × data; `tensor` follows from the others where it is left out. */
import type { Parallelism } from './replica-options';

interface Spread {
  readonly gpusPerReplica: number;
  /** @default 1 */
  readonly nodesPerReplica?: number | undefined;
  readonly parallelism?: { readonly [Way in keyof Parallelism]?: Parallelism[Way] | undefined } | undefined;
}

/** GPUs that share each layer. */
export function tensorOf({ gpusPerReplica, parallelism = {} }: Spread): number {
  return parallelism.tensor ?? gpusPerReplica / ((parallelism.pipeline ?? 1) * (parallelism.data ?? 1));
}

/** What is wrong with the product, and the number to type; null where it matches. */
export function mismatch(spread: Spread): string | null {
  const { gpusPerReplica, parallelism = {} } = spread;
  const { tensor, pipeline = 1, data = 1 } = parallelism;
  const others = pipeline * data;
  if (tensor === undefined) {
    if (gpusPerReplica % others === 0) return null;
    const next = Math.ceil(gpusPerReplica / others) * others;
    return `expected a multiple of pipeline ${pipeline} × data ${data}, e.g. gpusPerReplica: ${next}`;
  }
  const product = tensor * others;
  return product === gpusPerReplica
    ? null
    : `expected all GPUs of a replica, tensor ${tensor} × pipeline ${pipeline} × data ${data}: gpusPerReplica: ${product}`;
}

/** Ranks are dealt out node by node: a stage lies on whole nodes, or a node holds whole stages. Null where they do. */
export function unevenNodes(spread: Spread): string | null {
  const { gpusPerReplica, nodesPerReplica: nodes = 1 } = spread;
  if (nodes === 1) return null;
  if (gpusPerReplica % nodes !== 0)
    return `expected a divisor of gpusPerReplica ${gpusPerReplica}: every node holds as many GPUs of a replica as the others`;
  const [tensor, inNode] = [tensorOf(spread), gpusPerReplica / nodes];
  if (inNode % tensor === 0 || tensor % inNode === 0) return null;
  return `expected nodes that hold whole stages: tensor ${tensor} does not divide the ${inNode} GPUs of a node`;
}
