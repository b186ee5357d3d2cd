/**
 * One pool for keys and values and for the states of linear layers: a block grows until it holds the state of a layer, layers are put into groups of
 * one size, and a sequence holds whole blocks of every group, whatever the state needs of them.
 */
import type { LinearStateFacts } from '../../catalog/model-facts';
import type { ReplicaSpec } from '../types';
import { groupLayers } from './kv-groups';
import { RELEASES, releaseOf } from './releases';

/** How a replica keeps the states of its linear layers. */
export interface StateSharing {
  /** Blocks that a sequence holds in each group of layers with a state, whatever its length. */
  readonly blocks: number;
  /** A block of states for every block of tokens: what is kept for prompts that come back. */
  readonly withTokens: boolean;
  /** Tokens drafted ahead; the convolution keeps as many inputs more. */
  readonly draftedTokens: number;
  /** Attention layers of the checkpoint's own drafter: they are grouped with those of the model. */
  readonly draftLayers: number;
  /** Tokens of which a block is a multiple. */
  readonly alignTokens: number;
}

/** No cache of prompts, nothing drafted. */
export const PLAIN_STATES: StateSharing = { blocks: 1, withTokens: false, draftedTokens: 0, draftLayers: 0, alignTokens: 16 };

/** Latent attention needs blocks of 64 tokens, of 128 since its kernels of data-centre Blackwell are served (vllm/platforms/interface.py). */
const LATENT_BLOCK = { before: 64, since: 128 } as const;
/** Heads of 256 on data-centre Blackwell (flashinfer#1993). */
const WIDE_HEAD = { dim: 256, block: 32 } as const;
/** Chunk of the Mamba-2 kernels, to which blocks were aligned where every block kept a state (`mamba_chunk_size` of published configurations). */
const MAMBA_CHUNK = 128;

/**
 * Blocks of states per sequence: one without a cache of prompts; two with it, the running state and the last whole block; and one more for every
 * drafted token, whose state may have to be taken back (`MambaSpec.max_memory_usage_bytes`, wheels 0.19 to 0.31).
 */
export function stateSharing(spec: ReplicaSpec): StateSharing {
  const { model, drafter, engine } = spec;
  const release = releaseOf(engine);
  const cachesPrompts = spec.prefixCaching ?? release.atLeast(RELEASES.hybridsCachePrompts);
  const withTokens = cachesPrompts && model.facts.linearState?.type === 'mamba2' && !release.atLeast(RELEASES.hybridsCachePrompts);
  const drafted = drafter === undefined ? 0 : 1;
  const draftedTokens = spec.speculativeTokens ?? drafted;
  return {
    blocks: (withTokens ? 0 : cachesPrompts ? 2 : 1) + draftedTokens,
    withTokens,
    draftedTokens,
    draftLayers: drafter?.kind === 'own-layers' ? drafter.layers : 0,
    alignTokens: withTokens ? MAMBA_CHUNK : alignment(spec),
  };
}

function alignment({ model: { facts }, gpu, engine }: ReplicaSpec): number {
  if (facts.mla !== null) return releaseOf(engine).atLeast(RELEASES.hybridsCachePrompts) ? LATENT_BLOCK.since : LATENT_BLOCK.before;
  return Math.floor(gpu.facts.computeCapability ?? 0) === 10 && facts.headDim === WIDE_HEAD.dim ? WIDE_HEAD.block : 16;
}

export interface StateGroupsInput {
  readonly state: LinearStateFacts;
  /** Keys and values of one token in one layer on one GPU. */
  readonly bytesPerLayer: number;
  readonly tensorParallel: number;
  readonly sharing: StateSharing;
}

export interface StateGroups {
  readonly blockTokens: number;
  readonly bytesPerToken: number;
  readonly countedBytesPerToken: number;
  readonly bytesPerSequence: number;
}

/** Null where the configuration does not say what a state takes. */
export function stateGroups({ state, bytesPerLayer, tensorParallel, sharing }: StateGroupsInput): StateGroups | null {
  const { stateBytesPerSequence, attentionLayers, linearLayers } = state;
  if (stateBytesPerSequence === null || attentionLayers === null || linearLayers === null) return null;
  const stateBytes = stateBytesPerSequence / linearLayers + draftedColumns(state, sharing.draftedTokens);
  const align = sharing.alignTokens;
  const blockTokens = bytesPerLayer === 0 ? align : Math.ceil(stateBytes / tensorParallel / bytesPerLayer / align) * align;
  const [attention = 0, linear = 0] = groupLayers([attentionLayers + sharing.draftLayers, linearLayers]);
  const bytesPerBlock = Math.max(stateBytes / tensorParallel, blockTokens * bytesPerLayer);
  const all = bytesPerLayer * (attention + linear);
  return {
    blockTokens,
    bytesPerToken: sharing.withTokens ? all : bytesPerLayer * attention,
    countedBytesPerToken: all,
    bytesPerSequence: sharing.blocks * bytesPerBlock * linear,
  };
}

/** Inputs of the convolution, in 16 bit. */
function draftedColumns({ convElementsPerLayer, dimensions }: LinearStateFacts, draftedTokens: number): number {
  const kept = (dimensions['convKernel'] ?? 1) - 1;
  return kept <= 0 ? 0 : ((convElementsPerLayer ?? 0) / kept) * draftedTokens * 2;
}
