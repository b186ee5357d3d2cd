/** Node pools as a cloud makes them: what a user says of them, and the labels and taints that the cloud adds. */
import type { z } from 'zod';
import { Gpu } from '../../catalog/gpu';
import { gpuMeant, gpuSchema } from '../../catalog/gpu-schema';
import { instanceFacts } from '../../catalog/instances/instance-types';
import { branded, parseProps } from '../../core/schema';
import { type NodePoolProps, nodePoolShape } from '../node-pool';
import type { NodeTaint } from '../node-taint';

/** GPU nodes of a cloud. Its own labels and taints are added; those that are said here stand beside them, and win where the key is the same. */
export interface CloudNodesProps extends NodePoolProps {
  /** GPU of each node, one that the cloud sells. */
  readonly gpu: Gpu;
}

/** Facts that were read somewhere on a day, by catalog id of the GPU. */
export interface CloudFacts<T> {
  readonly source: string;
  /** ISO date; `2026-11` where only the month is known. */
  readonly asOf: string;
  readonly byGpu: Readonly<Record<string, T>>;
}

/** What a cloud writes on a node. */
export interface CloudMarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints?: readonly NodeTaint[];
}

/** Schema of the props that every preset takes, for GPUs that a cloud sells. */
export const cloudNodesShape = (facts: CloudFacts<unknown> | null) => ({ ...nodePoolShape, gpu: soldGpu(facts) });

/** The same of a preset that also takes nodes without GPUs. */
export const anyNodesShape = (facts: CloudFacts<unknown> | null) => ({ ...nodePoolShape, gpu: soldGpu(facts).optional() });

function soldGpu(facts: CloudFacts<unknown> | null) {
  if (facts === null) return gpuSchema;
  const names = Object.keys(facts.byGpu);
  const sold = (value: unknown) => Gpu.isGpu(value) && names.includes(value.id);
  return branded<Gpu>(sold, `a Gpu whose nodes this cloud labels: ${names.join(', ')}`, gpuMeant);
}

/**
 * An instance with other GPUs than the labels ask for is started for no pod. A type that nobody has read is taken as it is.
 * @param prop by which a preset names the type, e.g. `instanceType`
 */
export function hasItsGpus<Prop extends string>(prop: Prop) {
  type Typed = { readonly gpu?: Gpu | undefined; readonly gpusPerNode?: number | undefined } & {
    readonly [P in Prop]?: string | undefined;
  };
  return (nodes: Typed, context: z.RefinementCtx): void => {
    const { gpu, gpusPerNode = 1 } = nodes;
    const type = nodes[prop];
    const facts = instanceFacts(type);
    if (facts === undefined || (facts.gpu === gpu?.id && facts.gpus === gpusPerNode)) return;
    const wanted = gpu === undefined ? 'without GPUs' : `with ${gpusPerNode} × ${gpu.name}`;
    const message = `expected an instance ${wanted}: ${type} has ${facts.gpus} × ${facts.gpu}`;
    context.addIssue({ code: 'custom', input: type, message, path: [prop] });
  };
}

/**
 * The props as they were given, once they are checked.
 * @param preset as the user calls it, e.g. `karpenter`
 */
export function parseCloudNodes<P>(schema: z.ZodType, props: P, preset: string): P {
  return parseProps(schema, props, { path: `Nodes.${preset}`, className: 'Nodes' }) as P;
}

/** The node pool with what the cloud writes on its nodes. */
export function onCloud<P extends NodePoolProps>(props: P, { labels, taints = [] }: CloudMarks): P {
  const own = props.taints ?? [];
  const added = taints.filter((taint) => !own.some(({ key, effect }) => key === taint.key && effect === taint.effect));
  const marks = [...own, ...added];
  return { ...props, labels: { ...labels, ...props.labels }, ...(marks.length === 0 ? {} : { taints: marks }) };
}
