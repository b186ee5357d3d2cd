/** The network between the nodes of a node pool, as far as replicas on several nodes need it. */
import { z } from 'zod';
import { labelKey } from '../core/kubernetes/label-key';
import { wholeNumber } from '../core/schema';

/** How nodes of a pool reach each other. */
export interface Fabric {
  /** `infiniband`, `roce` and `efa` carry RDMA, which a tensor-parallel group over nodes needs; `ethernet` is TCP alone, which bears pipeline stages. */
  readonly kind: 'infiniband' | 'roce' | 'efa' | 'ethernet';
  /** All adapters of one node together, Gbit/s in one direction: eight of 400 Gbit/s are `3_200`. */
  readonly gbitPerSecond: number;
  /**
   * Resources of the RDMA device plugin that one whole node offers, e.g. `{ 'rdma/ib': 8 }` or `{ 'vpc.amazonaws.com/efa': 32 }`. A pod asks for as large
   * a part of them as of the GPUs. Without them a container sees no adapter, and the collectives fall back to TCP without a word.
   * @default - required, except for ethernet, which has none
   */
  readonly resources?: Readonly<Record<string, number>>;
  /**
   * Label whose value nodes share that are joined closely, e.g. a rack: all nodes of a replica come from one such group, and a group holds nodes of one
   * replica only (`leaderworkerset.sigs.k8s.io/exclusive-topology`).
   * @default - any nodes of the pool
   */
  readonly topologyKey?: string;
}

/** More than any node has; a typing error in the unit stands out. */
const MOST_GBIT = 100_000;

export const fabricSchema = z
  .strictObject({
    kind: z.enum(['infiniband', 'roce', 'efa', 'ethernet']),
    gbitPerSecond: z.number().positive().max(MOST_GBIT),
    resources: z.record(labelKey, wholeNumber(1, 1_000)).optional(),
    topologyKey: labelKey.optional(),
  })
  .superRefine(({ kind, resources = {} }, context) => {
    const named = Object.keys(resources).length > 0;
    const message =
      kind === 'ethernet'
        ? 'expected no resources: ethernet needs no device plugin'
        : "expected the resources of the RDMA device plugin of one node, e.g. { 'rdma/ib': 8 }";
    if (named === (kind === 'ethernet')) context.addIssue({ code: 'custom', message, path: ['resources'], input: resources });
  });

/** Whether every layer may wait for it. */
export const carriesRdma = ({ kind }: Fabric): boolean => kind !== 'ethernet';
