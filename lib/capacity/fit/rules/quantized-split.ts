/** AF-CAP-045: ranks share whole groups of quantized weights: a scale is of one rank. */
import type { SplitFault } from '../../engines/split-fault';
import type { ReplicaSpec } from '../../replica-spec';
import { loadsSplit, splitDoubts, splitFaultsOf } from '../../split-faults-of';
import type { ReplicaRule } from '../assessment';
import { divides } from './tensor-parallel-divides';

/** Sizes that a message proposes. */
const USUAL_SIZES = [1, 2, 4, 8, 16] as const;

export const quantizedSplit: ReplicaRule = {
  id: 'quantized-split',
  code: 'AF-CAP-045',
  title: 'The tensor parallel size cuts through groups of quantized weights that share a scale (error), or may (warning).',
  why: 'A rank that holds a part of a group has no scale of its own for it: the engine refuses to load the checkpoint.',
  fix: 'Take fewer GPUs for each layer, more pipeline stages, whole experts (parallelism.expert), or a checkpoint with smaller groups.',
  severity: ['error', 'warning'],
  bottleneck: 'tensor parallel size',
  repairable: { at: ['error'] },
  check({ input: { replica } }) {
    const faults = splitFaultsOf(replica);
    if (faults.length === 0) return replica.tensorParallel === 1 ? 'not-applicable' : 'compliant';
    const refused = faults.filter(({ unknown }) => unknown === null);
    const { tensorParallel: value } = replica;
    const about = { prop: 'tensorParallel', value, allowed: allowed(replica), repairs: [] };
    if (refused.length > 0)
      return [{ severity: 'error', ...about, message: `${cut(refused, replica)}: ${replica.engine.name} does not load them` }];
    const message = `${cut(faults, replica)}, and it is not known ${splitDoubts(replica).join('; ')}`;
    return [{ severity: 'warning', uncertain: true, ...about, message, repairs: [ASK] }];
  },
};

const ASK = 'Model.fromConfig() of the config.json of the checkpoint: it says how many weights share a scale';

const cut = (faults: readonly SplitFault[], { tensorParallel, model }: ReplicaSpec) =>
  `tensor parallel ${tensorParallel} gives each GPU ${faults.map(part).join(', ')} of ${model.id}, where ${groups(faults)} share a scale`;

const part = ({ matrix, perRank }: SplitFault) =>
  `${Number.isInteger(perRank) ? perRank.toLocaleString('en-US') : perRank.toFixed(1)} of the width of the ${matrix}`;

const groups = (faults: readonly SplitFault[]) => [...new Set(faults.map(({ multiple }) => multiple))].join(' or ');

/** Sizes that cut through no group, as far as it is known. */
function allowed(replica: ReplicaSpec): string {
  const sizes = USUAL_SIZES.filter((size) => divides(replica.model.facts, size) && loadsSplit({ ...replica, tensorParallel: size }));
  return sizes.length === 0 ? 'none of the usual sizes' : sizes.join(', ');
}
