/** AF-LAT-004: memory is not the only ceiling. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { OPERATIONAL } from '../../../core/rule';
import { gpusOfReplica } from '../../gpus-of-replica';
import { type PoolRule, sessionsPerReplica } from '../assessment';

/** Sessions of a small model on one GPU beyond which queueing shows in the slowest answers. */
const SESSIONS_PER_GPU = 60;

export const sessionsPerGpu: PoolRule = {
  id: 'sessions-per-gpu',
  code: 'AF-LAT-004',
  title: 'So many sessions share one GPU that first tokens are late, although the memory is enough.',
  why: 'Above about 60 sessions on a GPU the slowest first tokens begin to queue.',
  fix: 'Take more replicas where users wait for the answers.',
  severity: OPERATIONAL,
  check(assessment) {
    const { replica } = assessment.input;
    const sessions = sessionsPerReplica(assessment);
    if (replica.model.facts.attentionKind === 'encoder' || sessions === 0) return 'not-applicable';
    const perGpu = sessions / gpusOfReplica(replica);
    if (perGpu <= SESSIONS_PER_GPU) return 'compliant';
    const message = `${formatInteger(perGpu)} sessions on one ${replica.gpu.facts.name}: above about ${SESSIONS_PER_GPU} the slowest first tokens are late, although the memory is enough`;
    const replicas = Math.ceil(assessment.floor.sessions / (SESSIONS_PER_GPU * gpusOfReplica(replica)));
    return [
      {
        prop: 'replicas',
        value: assessment.floor.input.replicas,
        allowed: `≤ ${SESSIONS_PER_GPU} sessions per GPU`,
        message,
        repairs: [repair(set('replicas', replicas))],
      },
    ];
  },
};
