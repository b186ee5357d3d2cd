/** AF-CLU-024: an MPS server works for one user at a time. */
import type { Rule } from '../../core/rule';
import { userOf } from '../gpu-tenant';
import type { SharedCard } from '../shared-card';

export const sharersOneUser: Rule<SharedCard> = {
  id: 'sharers-one-user',
  code: 'AF-CLU-024',
  title: 'Engines that run as different users share a card by MPS.',
  why: 'The MPS daemon serves one user at a time: an engine of another user waits until those before it have ended.',
  fix: 'Share the card by time-slicing, or between engines of one kind.',
  severity: 'error',
  check({ nodePool, sharing, sharers }) {
    if (sharing.strategy !== 'mps' || sharers.length === 0) return 'not-applicable';
    const users = new Map(sharers.map((tenant) => [userOf(tenant), tenant.name]));
    if (users.size === 1) return 'compliant';
    const said = [...users].map(([user, name]) => `${name} as ${user}`).join(', ');
    return [
      {
        prop: 'nodePool',
        value: nodePool,
        allowed: 'engines that run as one user',
        message: `the engines on node pool "${nodePool}" run as different users (${said}), and MPS serves one at a time`,
        repairs: [`sharing: { strategy: 'time-slicing', engines: ${sharing.engines} } of node pool "${nodePool}"`],
      },
    ];
  },
};
