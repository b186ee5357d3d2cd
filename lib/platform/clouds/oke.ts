/** Oracle Kubernetes Engine: the shape of an instance says which GPUs it has, and how many. */
import { z } from 'zod';
import { INSTANCE_TYPE, type NodePoolProps } from '../node-pool';
import { type CloudFacts, type CloudNodesProps, cloudNodesShape, onCloud, parseCloudNodes } from './cloud-nodes';

/** Shapes by the number of their GPUs. */
type Shapes = Readonly<Record<number, string>>;

const SHAPES: CloudFacts<Shapes> = {
  source: 'github.com/oracle-quickstart/oci-hpc-oke @61d210a',
  asOf: '2026-08',
  byGpu: {
    a10: { 1: 'VM.GPU.A10.1', 2: 'VM.GPU.A10.2', 4: 'BM.GPU.A10.4' },
    l40s: { 4: 'BM.GPU.L40S.4' },
    'a100-sxm-40': { 8: 'BM.GPU4.8' },
    'a100-sxm-80': { 8: 'BM.GPU.A100-v2.8' },
    'h100-sxm-80': { 8: 'BM.GPU.H100.8' },
    'h200-sxm-141': { 8: 'BM.GPU.H200.8' },
    'b200-sxm': { 8: 'BM.GPU.B200.8' },
    'b300-sxm': { 8: 'BM.GPU.B300.8' },
    gb200: { 4: 'BM.GPU.GB200.4' },
    gb300: { 4: 'BM.GPU.GB300.4' },
    'rtx-pro-6000-blackwell': { 8: 'BM.GPU.RTXPRO.8' },
    mi300x: { 8: 'BM.GPU.MI300X.8' },
    mi355x: { 8: 'BM.GPU.MI355X.8' },
  },
};

/** Nodes of an OKE node pool; the shape follows from the GPU and `gpusPerNode`. */
export interface OkeNodesProps extends CloudNodesProps {
  /** GPUs in each node, as the shape has them. */
  readonly gpusPerNode: number;
}

const shapesOf = (gpu: { readonly id: string }): Shapes => SHAPES.byGpu[gpu.id] ?? {};

const schema = z.strictObject(cloudNodesShape(SHAPES)).superRefine(({ gpu, gpusPerNode = 1 }, context) => {
  if (shapesOf(gpu)[gpusPerNode] !== undefined) return;
  const sizes = Object.entries(shapesOf(gpu)).map(([gpus, shape]) => `${gpus} (${shape})`);
  context.addIssue({
    code: 'custom',
    input: gpusPerNode,
    message: `expected the GPUs of a shape: ${sizes.join(', ')}`,
    path: ['gpusPerNode'],
  });
});

export function okeNodes(props: OkeNodesProps): NodePoolProps {
  const pool = parseCloudNodes(schema, props, 'oke');
  return onCloud(pool, { labels: { [INSTANCE_TYPE]: shapesOf(pool.gpu)[pool.gpusPerNode ?? 1] ?? '' } });
}
