/** AF-PLT-005: a claim is as large as the checkpoint and a fifth. */
import { checkpointGiB } from '../../capacity/checkpoint-size';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const claimSizeKnown: Rule<PoolView> = {
  id: 'claim-size-known',
  code: 'AF-PLT-005',
  title: 'A claim for weights has no size, and the size of the checkpoint is not known.',
  why: 'The claim cannot be created.',
  fix: 'Give sizeGiB of the claim.',
  severity: 'error',
  check({ spec, replica }) {
    const source = spec.weights?.source;
    const made = source?.kind === 'claim' || (source?.kind === 'ephemeral' && source.props?.storageClass !== undefined);
    if (!made || source.props?.sizeGiB !== undefined) return 'not-applicable';
    if (checkpointGiB(replica) !== null) return 'compliant';
    return [
      {
        prop: 'weights.sizeGiB',
        value: undefined,
        allowed: 'a size in GiB',
        message: `the checkpoint of ${spec.model.id} has no known size, so the claim for its weights cannot be sized`,
        repairs: [source.kind === 'claim' ? 'Weights.claim({ sizeGiB: … })' : 'Weights.ephemeral({ storageClass, sizeGiB: … })'],
      },
    ];
  },
};
