/**
 * One pool for keys and values and for the states of linear layers: a block grows until it holds the state of a layer, layers are put into groups of
 * one size, and a sequence holds whole blocks of every group, whatever the state needs of them.
 */
import type { LinearStateFacts } from '../../catalog/model-facts';
import { groupLayers } from './kv-groups';

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
