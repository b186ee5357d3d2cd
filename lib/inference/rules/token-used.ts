/** AF-ENG-038: a token that is not used can still leak. */
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';
import { weightsOf } from '../serving';
import type { WeightsSource } from '../weights';

const WHY: Readonly<Partial<Record<WeightsSource['kind'], string>>> = {
  'existing-claim': 'the weights are in the claim already',
  image: 'the weights are in an image',
  'object-store': 'the weights are streamed from an object store',
};

export const tokenUsed: Rule<PoolView> = {
  id: 'token-used',
  code: 'AF-ENG-038',
  title: 'A token for the hub is given, and nothing is downloaded.',
  why: 'A secret that is not needed can still leak.',
  fix: 'Leave the token out.',
  severity: 'error',
  check(pool) {
    const { huggingFaceToken } = pool.spec;
    if (huggingFaceToken === undefined) return 'not-applicable';
    const { kind, repositories } = weightsOf(pool);
    if (repositories.length > 0) return 'compliant';
    const why = WHY[kind] ?? 'the checkpoint is a path';
    return [
      {
        prop: 'huggingFaceToken',
        value: huggingFaceToken.name,
        allowed: 'no token',
        message: `nothing is downloaded, because ${why}; a token for the hub would change nothing`,
        repairs: [repair(remove('huggingFaceToken')), 'weights: Weights.claim()'],
      },
    ];
  },
};
