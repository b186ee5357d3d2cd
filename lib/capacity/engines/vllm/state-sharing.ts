/** How a release keeps the states of linear layers: how many blocks of them a sequence holds, and what a block is aligned to. */
import type { StateSharing } from '../../model/state-groups';
import type { ReplicaSpec } from '../../replica-spec';
import { RELEASES, releaseOf } from './releases';

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
