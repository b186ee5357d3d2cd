/** Instance types with GPUs that clouds sell, with what they have: `github.com/aws/karpenter-provider-aws` website/content/en/preview/reference/instance-types.md @1d927085d, 2026-08-21. */

/** What a node of an instance type has. */
export interface InstanceFacts {
  /** Catalog id of its GPU. */
  readonly gpu: string;
  readonly gpus: number;
  readonly vCpus: number;
  readonly memoryGiB: number;
}

type InstanceRow = readonly [type: string, gpu: string, gpus: number, vCpus: number, memoryGiB: number];

const AWS: readonly InstanceRow[] = [
  ['g4dn.xlarge', 't4', 1, 4, 16],
  ['g4dn.2xlarge', 't4', 1, 8, 32],
  ['g4dn.4xlarge', 't4', 1, 16, 64],
  ['g4dn.8xlarge', 't4', 1, 32, 128],
  ['g4dn.12xlarge', 't4', 4, 48, 192],
  ['g4dn.16xlarge', 't4', 1, 64, 256],
  ['g4dn.metal', 't4', 8, 96, 384],
  ['g5.xlarge', 'a10g', 1, 4, 16],
  ['g5.2xlarge', 'a10g', 1, 8, 32],
  ['g5.4xlarge', 'a10g', 1, 16, 64],
  ['g5.8xlarge', 'a10g', 1, 32, 128],
  ['g5.12xlarge', 'a10g', 4, 48, 192],
  ['g5.16xlarge', 'a10g', 1, 64, 256],
  ['g5.24xlarge', 'a10g', 4, 96, 384],
  ['g5.48xlarge', 'a10g', 8, 192, 768],
  ['g6.xlarge', 'l4', 1, 4, 16],
  ['g6.2xlarge', 'l4', 1, 8, 32],
  ['g6.4xlarge', 'l4', 1, 16, 64],
  ['g6.8xlarge', 'l4', 1, 32, 128],
  ['g6.12xlarge', 'l4', 4, 48, 192],
  ['g6.16xlarge', 'l4', 1, 64, 256],
  ['g6.24xlarge', 'l4', 4, 96, 384],
  ['g6.48xlarge', 'l4', 8, 192, 768],
  ['g6e.xlarge', 'l40s', 1, 4, 32],
  ['g6e.2xlarge', 'l40s', 1, 8, 64],
  ['g6e.4xlarge', 'l40s', 1, 16, 128],
  ['g6e.8xlarge', 'l40s', 1, 32, 256],
  ['g6e.12xlarge', 'l40s', 4, 48, 384],
  ['g6e.16xlarge', 'l40s', 1, 64, 512],
  ['g6e.24xlarge', 'l40s', 4, 96, 768],
  ['g6e.48xlarge', 'l40s', 8, 192, 1_536],
  ['g7e.2xlarge', 'rtx-pro-6000-blackwell', 1, 8, 64],
  ['g7e.4xlarge', 'rtx-pro-6000-blackwell', 1, 16, 128],
  ['g7e.8xlarge', 'rtx-pro-6000-blackwell', 1, 32, 256],
  ['g7e.12xlarge', 'rtx-pro-6000-blackwell', 2, 48, 512],
  ['g7e.24xlarge', 'rtx-pro-6000-blackwell', 4, 96, 1_024],
  ['g7e.48xlarge', 'rtx-pro-6000-blackwell', 8, 192, 2_048],
  ['gr6.4xlarge', 'l4', 1, 16, 128],
  ['gr6.8xlarge', 'l4', 1, 32, 256],
  ['p4d.24xlarge', 'a100-sxm-40', 8, 96, 1_152],
  ['p4de.24xlarge', 'a100-sxm-80', 8, 96, 1_152],
  ['p5.4xlarge', 'h100-sxm-80', 1, 16, 256],
  ['p5.48xlarge', 'h100-sxm-80', 8, 192, 2_048],
  ['p5e.48xlarge', 'h200-sxm-141', 8, 192, 2_048],
  ['p5en.48xlarge', 'h200-sxm-141', 8, 192, 2_048],
  ['p6-b200.48xlarge', 'b200-sxm', 8, 192, 2_048],
  ['p6-b300.48xlarge', 'b300-sxm', 8, 192, 4_096],
];

const BY_TYPE: ReadonlyMap<string, InstanceFacts> = new Map(
  AWS.map(([type, gpu, gpus, vCpus, memoryGiB]) => [type, { gpu, gpus, vCpus, memoryGiB }]),
);

/** Undefined of a type that nobody has read. */
export const instanceFacts = (type: string | undefined): InstanceFacts | undefined => (type === undefined ? undefined : BY_TYPE.get(type));
