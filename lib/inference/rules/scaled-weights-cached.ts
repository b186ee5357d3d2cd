/** AF-ELA-012: each new replica of a large model downloads it again. */
import { checkpointGiB } from '../../capacity/checkpoint-size';
import type { Rule } from '../../core/rule';
import { fromGiB } from '../../core/units';
import type { PoolView } from '../pool-view';
import { loadsIntoPod } from '../serving';

/** Checkpoints of more bytes are to be kept near the pods; fleets that were published draw the line at 30 GB. */
const LARGE_BYTES = 30e9;

export const scaledWeightsCached: Rule<PoolView> = {
  id: 'scaled-weights-cached',
  code: 'AF-ELA-012',
  title: 'A pool that scales downloads a large model for each new replica.',
  why: 'A download from the hub takes many minutes, in which the replica is missing, and it may fail in a burst of them.',
  fix: 'Keep the weights on a claim.',
  severity: 'warning',
  check(pool) {
    const { spec, minReplicas, maxReplicas } = pool;
    const size = checkpointGiB(pool.replica);
    if (spec.scaling === undefined || maxReplicas <= minReplicas || size === null || fromGiB(size) <= LARGE_BYTES) return 'not-applicable';
    if (!loadsIntoPod(pool)) return 'compliant';
    return [
      {
        prop: 'weights',
        value: 'ephemeral',
        allowed: 'weights that are near the pods already',
        message: `each new replica downloads ${size.toFixed(0)} GiB from the hub before it answers`,
        repairs: [
          "weights: Weights.claim({ storageClass: '…' })",
          'weights: Weights.existingClaim(…)',
          "weights: Weights.image({ image: '…' })",
          ...(pool.adapter.flagsOfProps.weights === undefined ? [] : ["weights: Weights.objectStore({ uri: 's3://…', region: '…' })"]),
        ],
      },
    ];
  },
};
