/** AF-ENG-042: gated weights need a token, and the pods wait for its Secret. */
import type { Rule } from '../../core/rule';
import { gatedRepositories, HUB_SECRET } from '../hub-token';
import type { PoolView } from '../pool-view';
import { weightsOf } from '../serving';

export const tokenForGated: Rule<PoolView> = {
  id: 'token-for-gated',
  code: 'AF-ENG-042',
  title: 'The weights are gated, and the token comes from a Secret that you must create.',
  why: 'The hub answers 401 without the token of an account that accepted the terms; pods do not start before the Secret exists.',
  fix: 'Create the Secret, or name yours.',
  severity: 'info',
  check(pool) {
    const gated = gatedRepositories(pool.spec, weightsOf(pool).repositories);
    if (gated.length === 0) return 'not-applicable';
    if (pool.spec.huggingFaceToken !== undefined) return 'compliant';
    const { name, key } = HUB_SECRET;
    return [
      {
        prop: 'huggingFaceToken',
        value: undefined,
        allowed: 'a SecretRef',
        message: `${gated.join(', ')} is gated on the hub: pods start once the Secret "${name}" with the key "${key}" is in the namespace ${pool.namespace}`,
        repairs: [
          `kubectl create secret generic ${name} --from-literal=${key}=… -n ${pool.namespace}`,
          "huggingFaceToken: SecretRef.existing('<secret>', '<key>')",
        ],
      },
    ];
  },
};
