/** Questions about one replica and the cards under it, as programs outside of this room ask them: arguments are checked, then answered. */
import { z } from 'zod';
import { checked } from '../../core/checked';
import * as sharing from '../gpu-sharing';
import * as gpus from '../gpus-of-replica';
import * as slices from '../mig-slice';
import { amount, gpuArgument, replicaArgument } from '../replica-argument';

/**
 * GPUs of one replica: tensor-parallel size × pipeline stages. Every data-parallel copy of the attention is a replica of its own.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export const gpusOfReplica = checked('gpusOfReplica', { spec: replicaArgument }, gpus.gpusOfReplica);

/**
 * Whether this is a MIG slice and no whole card.
 *
 * @throws FleetSpecError AF-SPEC-001 when it is no Gpu.
 */
export const isSlice = checked('isSlice', { gpu: gpuArgument }, slices.isSlice);

const sharers = z
  .array(z.looseObject({ spec: replicaArgument, demandGiB: amount }))
  .min(1, { error: 'expected at least one engine, e.g. [{ spec, demandGiB: 4 }]' });

/**
 * AF-CAP-006: do these engines fit one GPU beside each other, and with which share of its memory each.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed, or there is no engine.
 */
export const shareGpu = checked('shareGpu', { engines: sharers }, sharing.shareGpu);

/**
 * AF-CAP-006 for shares that are given (`gpuMemoryUtilization` of each engine): together they stay within what a card gives, and each holds its own
 * weights and the cache that its sessions need.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed, or there is no engine.
 */
export const checkShares = checked('checkShares', { engines: sharers }, sharing.checkShares);
