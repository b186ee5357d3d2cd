/** AF-ENG-001: a limit the user set should be 1.5–2 × the planned sessions, and what it admits should fit. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { OPERATIONAL } from '../../../core/rule';
import { type Assessment, type PoolRule, sessionsPerReplica } from '../assessment';

export const admissionRatio: PoolRule = {
  id: 'admission-ratio',
  code: 'AF-ENG-001',
  title: 'max-num-seqs is far from 1.5 … 2 × the planned sessions of a replica.',
  why: 'A higher limit reserves activation memory and admits more than the KV cache holds; a lower one makes bursts wait.',
  fix: 'Set maxNumSeqs to twice the planned sessions of a replica, or leave it out.',
  severity: OPERATIONAL,
  check(assessment) {
    const sessions = sessionsPerReplica(assessment);
    const given = assessment.input.replica.maxNumSeqs;
    if (given === undefined || sessions === 0 || given < sessions) return 'not-applicable';
    const ratio = given / sessions;
    if (ratio >= 1.5 && ratio <= 2) return 'compliant';
    const message = `maxNumSeqs ${given} is ${ratio.toFixed(1)} × the ${formatInteger(sessions)} planned sessions of a replica${overcommit(assessment, given)}`;
    return [
      {
        prop: 'maxNumSeqs',
        value: given,
        allowed: `${Math.ceil(1.5 * sessions)}–${2 * sessions}`,
        message,
        repairs: [repair(set('maxNumSeqs', 2 * sessions))],
      },
    ];
  },
};

/** How far the admitted sequences, each as long as planned on average, exceed the pool. */
function overcommit({ floor }: Assessment, admitted: number): string {
  const perSession = floor.sessions === 0 ? 0 : floor.demandTokens / floor.sessions;
  const held = floor.supply.kvTokens;
  if (held === 0 || admitted * perSession <= held) return '';
  return ` and admits ${((admitted * perSession) / held).toFixed(1)} × what the pool holds`;
}
