/** AF-ENG-004: sessions beyond the admission limit wait although memory is free. */
import { formatInteger } from '../../../core/format';
import { type PoolRule, sessionsPerReplica } from '../assessment';

export const admissionLimit: PoolRule = {
  id: 'admission-limit',
  code: 'AF-ENG-004',
  title: 'The engine admits fewer sequences than sessions are planned.',
  why: 'Sessions beyond maxNumSeqs wait in the queue although memory is free.',
  fix: 'Raise maxNumSeqs to 1.5 … 2 × the planned sessions of a replica, or leave it out.',
  severity: 'error',
  repairable: { at: ['error'], alone: true },
  check(assessment) {
    const { maxNumSeqs } = assessment.floor.supply;
    const sessions = sessionsPerReplica(assessment);
    if (sessions === 0) return 'not-applicable';
    if (sessions <= maxNumSeqs) return 'compliant';
    const message = `${formatInteger(sessions)} planned sessions per replica, but the engine admits ${formatInteger(maxNumSeqs)} sequences (maxNumSeqs): the rest would wait in the queue`;
    return [{ prop: 'maxNumSeqs', value: maxNumSeqs, allowed: `≥ ${formatInteger(sessions)}`, message, repairs: [] }];
  },
};
