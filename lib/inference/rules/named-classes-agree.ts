/** AF-ELA-036: nothing asks the cluster what its class says, so that all who name it must say the same. */
import type { Rule } from '../../core/rule';
import type { PodPriority } from '../../platform/pod-priority';
import type { NamedClass } from '../named-class';

export const namedClassesAgree: Rule<NamedClass> = {
  id: 'named-classes-agree',
  code: 'AF-ELA-036',
  title: 'Two pools or GPU services of one cluster say different things of one PriorityClass.',
  why: 'A class has one value and one policy; one of the two is wrong, and whose pods give way to whom is then not as the plan says.',
  fix: 'Say of the class what `kubectl get priorityclass` prints of it, at every pool and GPU service that names it.',
  severity: 'error',
  check({ name, users }) {
    if (users.length < 2) return 'not-applicable';
    const [{ priority }] = users;
    const others = users.filter((user) => said(user.priority) !== said(priority));
    if (others.length === 0) return 'compliant';
    const all = [users[0], ...others].map((user) => `${user.path} (${said(user.priority)})`);
    return [
      {
        prop: 'podPriority',
        value: said(priority),
        allowed: 'one value and one policy for a class',
        message: `the PriorityClass ${name} of the cluster is said to be different things by ${all.join(' and ')}`,
        repairs: [
          `one PodPriority.existing({ name: '${name}', … }) for all of them, as the cluster has it: kubectl get priorityclass ${name} -o yaml`,
        ],
      },
    ];
  },
};

const said = ({ value, preempts }: PodPriority): string => `value: ${value}, preempts: ${preempts}`;
