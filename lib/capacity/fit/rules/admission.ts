/** How many sequences the engine admits, against how many the plan brings; and what losing a replica means. */
import { formatGiB, formatInteger } from '../../../core/format';
import { gpusOfReplica } from '../../gpus-of-replica';
import type { Balance } from '../balance';
import type { PoolInput } from '../pool-input';
import { throughputOf } from '../throughput';
import { type Assessment, HEADROOM, type Rule } from './rule';

const sessionsPerReplica = ({ floor }: Assessment) => Math.ceil(floor.sessions / Math.max(1, floor.input.replicas));

/** AF-ENG-004: sessions beyond the admission limit wait although memory is free. */
export const admissionLimit: Rule = (assessment) => {
  const { maxNumSeqs } = assessment.floor.supply;
  const sessions = sessionsPerReplica(assessment);
  if (sessions <= maxNumSeqs) return [];
  const message = `${formatInteger(sessions)} planned sessions per replica, but the engine admits ${formatInteger(maxNumSeqs)} sequences (maxNumSeqs): the rest would wait in line`;
  return [
    {
      code: 'AF-ENG-004',
      severity: 'error',
      prop: 'maxNumSeqs',
      value: maxNumSeqs,
      allowed: `≥ ${formatInteger(sessions)}`,
      message,
      repairs: [],
    },
  ];
};

/** AF-ENG-001: a limit the user set should be 1.5–2 × the planned sessions, and what it admits should fit. */
export const admissionRatio: Rule = (assessment) => {
  const { input, floor } = assessment;
  const sessions = sessionsPerReplica(assessment);
  const given = input.replica.maxNumSeqs;
  if (given === undefined || sessions === 0 || given < sessions) return [];
  const ratio = given / sessions;
  if (ratio >= 1.5 && ratio <= 2) return [];
  const message = `maxNumSeqs ${given} is ${ratio.toFixed(1)} × the ${formatInteger(sessions)} planned sessions of a replica${overcommit(assessment, given)}`;
  return [
    {
      code: 'AF-ENG-001',
      severity: 'warning',
      prop: 'maxNumSeqs',
      value: given,
      allowed: `${Math.ceil(1.5 * sessions)}–${2 * sessions}`,
      message,
      repairs: [`maxNumSeqs: ${2 * sessions}`],
    },
  ];

  /** How far the admitted sequences, each as long as planned on average, exceed the pool. */
  function overcommit(of: Assessment, admitted: number): string {
    const perSession = floor.sessions === 0 ? 0 : floor.demandTokens / floor.sessions;
    const held = of.floor.supply.kvTokens;
    if (held === 0 || admitted * perSession <= held) return '';
    return ` and admits ${((admitted * perSession) / held).toFixed(1)} × what the pool holds`;
  }
};

/** Sessions of a small model on one GPU beyond which queueing shows in the slowest answers. */
const SESSIONS_PER_GPU = 60;

/** AF-LAT-004: memory is not the only ceiling. */
export const sessionsPerGpu: Rule = (assessment) => {
  const { replica } = assessment.input;
  const perGpu = sessionsPerReplica(assessment) / gpusOfReplica(replica);
  if (replica.model.facts.attentionKind === 'encoder' || perGpu <= SESSIONS_PER_GPU) return [];
  const message = `${formatInteger(perGpu)} sessions on one ${replica.gpu.facts.name}: above about ${SESSIONS_PER_GPU} the slowest first tokens begin to wait, even though memory fits`;
  const replicas = Math.ceil(assessment.floor.sessions / (SESSIONS_PER_GPU * gpusOfReplica(replica)));
  return [
    {
      code: 'AF-LAT-004',
      severity: 'warning',
      prop: 'replicas',
      value: assessment.floor.input.replicas,
      allowed: `≤ ${SESSIONS_PER_GPU} sessions per GPU`,
      message,
      repairs: [`replicas: ${replicas}`],
    },
  ];
};

/** True when the pool still holds its demand, and still makes its tokens a second, with one replica less. */
export function survivesReplicaLoss({ floor }: Assessment): boolean {
  const { replicas } = floor.input;
  return replicas > 1 ? holdsWithoutOne(floor) && makesWithoutOne(floor) : false;
}

const left = ({ replicas }: PoolInput) => (replicas - 1) / Math.max(1, replicas);

const holdsWithoutOne = ({ input, supplyGiB, demandGiB }: Balance) => supplyGiB * left(input) >= demandGiB;

function makesWithoutOne(balance: Balance): boolean {
  const made = throughputOf(balance);
  return made === null || 'missing' in made || made.supplyTokensPerSecond * left(balance.input) >= made.demandTokensPerSecond;
}

/** AF-CAP-020: with several replicas, one may be lost; say so when the rest does not carry the plan. */
export const replicaLoss: Rule = (assessment) => {
  const { floor } = assessment;
  const { replicas } = floor.input;
  if (replicas < 2 || floor.headroom < HEADROOM.rejectedBelow || survivesReplicaLoss(assessment)) return [];
  return [
    {
      code: 'AF-CAP-020',
      severity: 'warning',
      prop: 'replicas',
      value: replicas,
      allowed: `≥ ${replicas + 1}`,
      message: `one lost replica leaves ${whatIsLeft(floor)}`,
      repairs: [`replicas: ${replicas + 1}`],
    },
  ];
};

function whatIsLeft(balance: Balance): string {
  const made = throughputOf(balance);
  if (holdsWithoutOne(balance) && made !== null && !('missing' in made)) {
    const rate = made.supplyTokensPerSecond * left(balance.input);
    return `about ${formatInteger(rate)} tokens/s for a demand of ${formatInteger(made.demandTokensPerSecond)}`;
  }
  const tokens = balance.supply.kvTokens * (balance.input.replicas - 1);
  const gib = balance.supplyGiB * left(balance.input);
  return `${formatInteger(tokens)} tokens (${formatGiB(gib)}) for a demand of ${formatInteger(balance.demandTokens)} (${formatGiB(balance.demandGiB)})`;
}
