/**
 * Quantized weights that vLLM does not load over so many ranks, read in the wheels 0.22.1, 0.26.0, 0.29.0, 0.30.0 and 0.33.0: `validate_fp8_block_shape`,
 * `Fp8MoEMethod`, `auto_awq.py`, `auto_gptq.py`, the schemes of compressed-tensors and `modelopt.py`. Earlier releases refuse the same experts (vllm#39046).
 */
import { EngineVersion } from '../../../catalog/engines/engine-version';
import type { ReplicaSpec } from '../../replica-spec';
import { type BrokenGroup, type Loading, loadsHalved, splitFaultsBy } from '../broken-groups';
import { releaseOf } from './releases';

/** Scales of fp8 experts are refined to a block that divides (`refine_fp8_moe_block_shape`: in 0.29.0, not in 0.26.0). */
const REFINES = EngineVersion.of('0.29.0');
const UNREAD_SINCE = EngineVersion.of('0.27.0');
/** No kernel takes a smaller block. */
const SMALLEST_BLOCK = 32;

export const vllmSplitFaults = splitFaultsBy(loads);

function loads(broken: BrokenGroup, replica: ReplicaSpec): Loading {
  const { format, kind, side, ranks } = broken;
  const isExpert = kind === 'experts';
  switch (format) {
    case 'fp8':
      if (isExpert) return fp8Experts(broken, replica);
      // Gate and up, or queries, keys and values, may end inside a block (`_maybe_allow_fp8_block_shape_mismatch`).
      return side === 'merged outputs' || ranks === 1 ? null : 'refused';
    case 'awq':
    case 'gptq':
    case 'int8':
      if (side !== 'inputs') return null;
      return isExpert ? loadsHalved(broken, replica) : ranks === 1 ? null : 'refused';
    case 'int4':
      return side === 'inputs' && (ranks > 1 || isExpert) ? 'refused' : null;
    case 'nvfp4':
    case 'mxfp8':
      if (side !== 'inputs') return null;
      return isExpert && format === 'nvfp4' ? { unknown: 'how NVFP4 experts are split inside a group of 16' } : 'refused';
    default:
      return side === 'inputs' && ranks > 1 ? { unknown: `how weights in ${format} are split inside a group` } : null;
  }
}

function fp8Experts({ group, perRank }: BrokenGroup, { engine, model: { facts } }: ReplicaSpec): Loading {
  const release = releaseOf(engine);
  // Only checkpoints that say fp8 themselves are refined; those of compressed-tensors are not.
  if (facts.quantizationDetail?.startsWith('compressed-tensors') === true || !release.atLeast(UNREAD_SINCE)) return 'refused';
  const block = divisor(divisor(group, perRank), facts.hiddenSize ?? group);
  if (block < SMALLEST_BLOCK) return 'refused';
  return release.atLeast(REFINES) ? null : { unknown: 'whether vLLM 0.27 and 0.28 refine the scales of fp8 experts, as 0.29 does' };
}

/** Greatest common divisor; 0 of a number that is not whole. */
const divisor = (a: number, b: number): number => (Number.isInteger(a) && Number.isInteger(b) ? (b === 0 ? a : divisor(b, a % b)) : 0);
