/** AF-CAP-011: together, pools of one kind need their weights once, and what one leaves free the others use. */
import type { Rule } from '../../../core/rule';
import { gpusOf, rolesIn, type SameKind, sharedPool, sum } from '../shared-pools';

export const poolsApart: Rule<SameKind> = {
  id: 'pools-apart',
  code: 'AF-CAP-011',
  title: 'Several pools serve the same model with the same settings; one shared pool would need fewer GPUs.',
  why: 'Each pool holds the weights for itself, and what one leaves free the others cannot use.',
  fix: 'Let the roles share one pool.',
  severity: 'info',
  check(group) {
    const [first] = group;
    if (first === undefined || group.length < 2) return 'not-applicable';
    const shared = sharedPool(group);
    const before = sum(group.map(gpusOf));
    if (shared === null || gpusOf(shared) >= before) return 'compliant';
    const names = group.map(({ name }) => `'${name}'`).join(', ');
    return [
      {
        prop: 'pools',
        value: group.map(({ name }) => name),
        message: `pools ${names} serve ${first.replica.model.id} alike on ${before} GPUs; one shared pool holds the same sessions on ${gpusOf(shared)}`,
        repairs: [`one pool with replicas: ${shared.replicas} for ${rolesIn(group)}`],
      },
    ];
  },
};
