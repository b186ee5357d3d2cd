/** The KV layout of a replica as it is run: that of its model, with the cache of a drafter, and tokens shared among ranks that would copy them. */

import { drafterOnRank } from '../../model/drafter';
import { KV_BLOCK_TOKENS, type KvLayout, kvLayout } from '../../model/kv-layout';
import { isLast, type Stage } from '../../model/stages';
import type { ReplicaSpec } from '../../replica-spec';
import { admissionLimits } from './admission-limits';
import { blockTokens } from './block-tokens';
import { reservedWindowBytesPerToken, windowBytesPerToken } from './compressed-windows';
import { RELEASES, releaseOf } from './releases';
import { sparseEntryBytes } from './sparse-latents';
import { stateSharing } from './state-sharing';

/** Bytes on one GPU, all pipeline stages together. */
export const replicaLayout = (spec: ReplicaSpec): KvLayout => withDrafter(ownLayout(spec), spec);

/** Bytes on one GPU of a stage: keys and values of its own layers, and on the last one those of a drafter (gpu_model_runner.py: `is_last_rank`). */
export function stageLayout(spec: ReplicaSpec, stage: Stage): KvLayout {
  const own = onStage(ownLayout(spec), stage);
  return isLast(stage) ? withDrafter(own, spec) : own;
}

const onStage = (layout: KvLayout, { share }: Stage): KvLayout =>
  share === 1
    ? layout
    : {
        ...layout,
        bytesPerToken: layout.bytesPerToken * share,
        countedBytesPerToken: (layout.countedBytesPerToken ?? layout.bytesPerToken) * share,
        windowedBytesPerToken: layout.windowedBytesPerToken * share,
        windowLayersBytesPerToken: (layout.windowLayersBytesPerToken ?? 0) * share,
        bytesPerSequence: layout.bytesPerSequence * share,
      };

function ownLayout(spec: ReplicaSpec): KvLayout {
  const sharing = stateSharing(spec);
  const dtype = spec.rareKvCacheDtype ?? usualFormat(spec);
  const layout = grouped(kvLayout(spec.model.facts, dtype, spec.tensorParallel, sharing, sparseEntryBytes(spec)), spec);
  return inBlocks(withWindows(overContext(layout, spec), spec), spec);
}

/** Blocks of models with linear layers are as large as a state; the others follow from the kernel. */
function inBlocks(layout: KvLayout, spec: ReplicaSpec): KvLayout {
  const tokens = blockTokens(spec);
  return layout.blockTokens !== undefined || layout.bytesPerToken === 0 || tokens === KV_BLOCK_TOKENS
    ? layout
    : { ...layout, blockTokens: tokens };
}

/** What `auto` is for this checkpoint and release. */
const usualFormat = ({ kvCacheDtype, model, engine }: ReplicaSpec): ReplicaSpec['kvCacheDtype'] =>
  kvCacheDtype === 'auto' && releaseOf(engine).atLeast(RELEASES.readsCacheFormat)
    ? (model.facts.weightDetail?.kvCacheFormat ?? 'auto')
    : kvCacheDtype;

/** Compressed entries beside a window: a sequence holds the window and one batch, as far as its longest request reaches. */
function withWindows(layout: KvLayout, spec: ReplicaSpec): KvLayout {
  const { facts } = spec.model;
  const detail = facts.weightDetail?.compressedAttention;
  if (facts.attentionKind !== 'compressed' || detail === undefined) return layout;
  const tokens = Math.min(spec.maxContextTokens, (facts.slidingWindow?.windowTokens ?? 1) - 1 + admissionLimits(spec).maxNumBatchedTokens);
  const window = Math.min(tokens, facts.slidingWindow?.windowTokens ?? 0);
  const bytesPerSequence = tokens * reservedWindowBytesPerToken(facts, detail);
  return { ...layout, bytesPerSequence, roomBytesPerSequence: bytesPerSequence - window * windowBytesPerToken(facts, detail) };
}

/** Layers of the checkpoint's own drafter are in the groups of layers with a state. */
function withDrafter(shared: KvLayout, spec: ReplicaSpec): KvLayout {
  const inGroups = spec.model.facts.linearState !== null && stateSharing(spec).draftLayers > 0;
  const drafted = inGroups ? 0 : drafterOnRank(spec, 0).kvBytesPerToken;
  return drafted === 0
    ? shared
    : { ...shared, bytesPerToken: shared.bytesPerToken + drafted, formula: `${shared.formula} + ${drafted} B of the drafter on each GPU` };
}

/** Without groups nothing is padded, and a window saves what a pool of its own leaves out. */
function grouped(layout: KvLayout, { hybridKvCacheManager, windowPoolShare = 1, engine }: ReplicaSpec): KvLayout {
  const groups = hybridKvCacheManager !== false && releaseOf(engine).atLeast(RELEASES.hybridManager);
  if (groups || layout.windowTokens === null) return layout;
  const spared = (1 - windowPoolShare) * (layout.windowLayersBytesPerToken ?? 0);
  const bytesPerToken = layout.bytesPerToken - (layout.paddedBytesPerToken ?? 0) - spared;
  return {
    ...layout,
    bytesPerToken,
    countedBytesPerToken: bytesPerToken,
    windowedBytesPerToken: 0,
    windowTokens: null,
    formula: `${layout.formula}, ${spared === 0 ? 'windows not used' : `${windowPoolShare} of the tokens in layers with a window`}`,
  };
}

/** Every rank keeps one of so many tokens. States and windows are not shared: no release supports them so. */
function overContext(layout: KvLayout, spec: ReplicaSpec): KvLayout {
  const ranks = spec.decodeContextParallel ?? 1;
  if (ranks === 1 || layout.windowTokens !== null || layout.bytesPerSequence > 0) return layout;
  return { ...layout, bytesPerToken: layout.bytesPerToken / ranks, formula: `${layout.formula}, tokens shared by ${ranks} GPUs` };
}
