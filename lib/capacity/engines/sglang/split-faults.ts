/**
 * Quantized weights that SGLang does not load over so many ranks, read in the wheel 0.5.23: `validate_block_quant_shapes` and `Fp8MoEMethod` of fp8.py,
 * awq_linear.py, gptq_marlin.py, the schemes of compressed-tensors and modelopt_quant.py.
 */
import type { ReplicaSpec } from '../../replica-spec';
import { type BrokenGroup, type Loading, loadsHalved, splitFaultsBy } from '../broken-groups';

export const sglangSplitFaults = splitFaultsBy(loads);

function loads(broken: BrokenGroup, replica: ReplicaSpec): Loading {
  const { format, kind, side, ranks } = broken;
  const isExpert = kind === 'experts';
  const isSplit = side === 'inputs' && (ranks > 1 || isExpert);
  switch (format) {
    case 'fp8':
      return isExpert ? fp8Experts(replica) : fp8Layers(broken, replica);
    case 'awq':
      return isSplit ? (isExpert ? loadsHalved(broken, replica) : 'refused') : null;
    case 'gptq':
    case 'int8':
      return isSplit ? { unknown: 'whether groups of GPTQ are ordered by activation: without, SGLang cuts their scales off' } : null;
    case 'int4':
      return isSplit ? (isExpert ? { unknown: 'how experts in int4 are split inside a group' } : 'refused') : null;
    case 'nvfp4':
      if (side !== 'inputs') return null;
      return isExpert ? { unknown: 'how NVFP4 experts are split inside a group of 16' } : 'refused';
    default:
      return isSplit ? { unknown: `how weights in ${format} are split inside a group` } : null;
  }
}

/** Images for AMD set kernels that pad experts to a block. */
const fp8Experts = ({ gpu }: ReplicaSpec): Loading =>
  gpu.facts.vendor === 'AMD' ? { unknown: 'whether the kernels of AMD pad experts to whole blocks' } : 'refused';

/** Each of several matrices in one has to end with a block, whatever the number of ranks; MiMo alone leaves its queries, keys and values out. */
function fp8Layers({ kind, side, ranks }: BrokenGroup, { model: { facts } }: ReplicaSpec): Loading {
  if (side === 'merged outputs') return kind === 'attention' && facts.family.startsWith('mimo') ? null : 'refused';
  return ranks === 1 ? null : 'refused';
}
