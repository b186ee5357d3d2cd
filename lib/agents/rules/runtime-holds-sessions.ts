/** AF-CPU-010: sessions that no pod has room for wait, or push others out of memory. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { MOST_REPLICAS, neededReplicas, type RuntimeLoad, replicasOf } from '../runtime-load';

export const runtimeHoldsSessions: Rule<RuntimeLoad> = {
  id: 'runtime-holds-sessions',
  code: 'AF-CPU-010',
  title: 'The replicas of a runtime hold fewer sessions than there are at the peak.',
  why: 'Sessions that no pod has room for wait, or the pods run out of memory.',
  fix: 'Leave replicas out, so they follow from the sessions, or ask for more.',
  severity: 'error',
  check(load) {
    const { prefix, sessions, sessionsPerReplica, asked } = load;
    const needed = neededReplicas(load);
    if (needed === null) return 'not-applicable';
    const replicas = replicasOf(load);
    if (replicas >= needed) return 'compliant';
    const fits = needed <= MOST_REPLICAS;
    const field = `${prefix}replicas`;
    return [
      {
        prop: asked === null ? `${prefix}sessionsPerReplica` : field,
        value: asked ?? sessionsPerReplica,
        allowed: fits ? `${needed} replicas or more` : `at most ${MOST_REPLICAS} replicas of a Deployment`,
        message: `${replicas} ${replicas === 1 ? 'replica holds' : 'replicas hold'} ${replicas * (sessionsPerReplica ?? 0)} sessions, and there are ${sessions} at the peak`,
        repairs: fits
          ? [prefix === '' ? `${field}: ${needed}` : repair(set(field, needed))]
          : ['several fleets, each with a share of the workflows'],
      },
    ];
  },
};
