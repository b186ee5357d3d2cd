/** AF-PLT-012: the network is opened to a namespace in which the operator does not run. */
import type { Rule } from '../../core/rule';
import type { ReachedOperator } from '../platform-view';

export const operatorReached: Rule<ReachedOperator> = {
  id: 'operator-reached',
  code: 'AF-PLT-012',
  title: 'The network is opened to another namespace than that of the operator.',
  why: 'The operator could not reach what it is to run or to count: a database would never become ready, and a queue would start no worker.',
  fix: 'Name the namespace in which the platform installs the operator.',
  severity: 'error',
  check({ placed, namespace, prop }) {
    if (placed.namespace === namespace) return 'compliant';
    return [
      {
        prop,
        value: namespace,
        allowed: `'${placed.namespace}', where ${placed.platform} installs ${placed.id}`,
        message: `${placed.id} runs in namespace ${placed.namespace} and the network is opened to ${namespace}; it could not reach the pods`,
        repairs: [`${prop}: '${placed.namespace}'`, `${placed.prop} of ${placed.platform} without namespace`],
      },
    ];
  },
};
