/** AF-CPU-011: how many sessions a pod holds depends on the code in it, so only its owner can say. */
import type { Rule } from '../../core/rule';
import { type RuntimeLoad, replicasOf } from '../runtime-load';

export const runtimeReplicasKnown: Rule<RuntimeLoad> = {
  id: 'runtime-replicas-known',
  code: 'AF-CPU-011',
  title: 'The number of sessions that a replica of the runtime holds is not given, so its replicas do not follow from the sessions.',
  why: 'The library starts two pods, however many workflows are in flight.',
  fix: 'Measure how many sessions one pod holds and set sessionsPerReplica, or set replicas.',
  severity: 'info',
  check(load) {
    const { prefix, sessions, sessionsPerReplica, asked } = load;
    if (asked !== null) return 'not-applicable';
    if (sessionsPerReplica !== null) return 'compliant';
    return [
      {
        prop: `${prefix}sessionsPerReplica`,
        value: undefined,
        allowed: 'sessions that you measured on one pod',
        message: `${replicasOf(load)} replicas of the runtime run ${sessions} sessions at the peak; sessionsPerReplica is not given, so it is not known how many one replica holds`,
        repairs: [`${prefix}sessionsPerReplica: what you measured`, `${prefix}replicas: what you want`],
      },
    ];
  },
};
