/** Does it fit: weights alone, one full-length request, the planned sessions, and the headroom above them. */
import type { UnplacedFinding } from '../../../core/finding';
import { formatGiB, formatInteger, formatPercent } from '../../../core/format';
import { toGiB } from '../../../core/units';
import { type Balance, sessionBytes } from '../balance';
import { arithmetic, askedFor, budgetLines, held } from '../explain';
import { type Assessment, HEADROOM, type Rule } from './rule';

/** AF-CAP-016: weights and runtime leave no room for a KV cache. */
export const weightsAlone: Rule = ({ input, floor }) => {
  const { supply } = floor;
  if (supply.kvCacheGiB > 0) return [];
  const term = (id: string) => supply.terms.find((candidate) => candidate.id === id)?.perGpuGiB ?? 0;
  const message =
    `the weights of ${input.replica.model.facts.id} alone do not fit: ${formatGiB(term('weights'))} per GPU and the runtime leave ` +
    `${formatGiB(term('kvCache')).replace('-', '−')} of ${formatGiB(term('budget'))} on ${input.replica.gpusPerReplica} × ${input.replica.gpu.facts.name}`;
  return [
    {
      code: 'AF-CAP-016',
      severity: 'error',
      prop: 'gpu',
      value: input.replica.gpu.id,
      message,
      details: budgetLines(input.replica, supply),
      repairs: [],
    },
  ];
};

/** AF-CAP-017: the engine refuses to start when its pool cannot hold one request of `max-model-len`. */
export const oneFullRequest: Rule = ({ input, floor }) => {
  const { supply } = floor;
  const asked = input.replica.maxContextTokens;
  const needGiB = toGiB(sessionBytes(input.replica, supply, asked));
  if (supply.kvCacheGiB <= 0 || needGiB <= supply.kvCacheGiB) return [];
  const need = formatGiB(needGiB);
  const message = `one request of ${formatInteger(asked)} tokens needs ${need} of KV cache; a replica holds ${formatGiB(supply.kvCacheGiB)} (${formatInteger(supply.kvTokens)} tokens)`;
  const details = budgetLines(input.replica, supply);
  return [
    {
      code: 'AF-CAP-017',
      severity: 'error',
      prop: 'maxContextTokens',
      value: asked,
      allowed: `≤ ${formatInteger(supply.kvTokens)}`,
      message,
      details,
      repairs: [],
    },
  ];
};

/** AF-CAP-001: demand over supply, at the floor and at the peak. */
export const demandOverSupply: Rule = ({ floor, peak }) => [floor, ...(peak === null ? [] : [peak])].filter(overflows).map(overflowFinding);

const overflows = (balance: Balance) => balance.supply.kvCacheGiB > 0 && balance.demandGiB > balance.supplyGiB;

function overflowFinding(balance: Balance): UnplacedFinding {
  const asked = askedFor(balance.input.demands);
  const message = `${asked} need ${formatGiB(balance.demandGiB)} of KV cache; ${held(balance)}`;
  return { code: 'AF-CAP-001', severity: 'error', message, details: arithmetic(balance), repairs: [] };
}

/** AF-CAP-002: it fits, but a spike would not. */
export const headroom: Rule = ({ floor, peak }) => [floor, ...(peak === null ? [] : [peak])].filter(isNarrow).map(headroomFinding);

const isNarrow = (balance: Balance) => balance.demandGiB > 0 && balance.headroom >= 0 && balance.headroom < HEADROOM.tightBelow;

function headroomFinding(balance: Balance): UnplacedFinding {
  const rejected = balance.headroom < HEADROOM.rejectedBelow;
  const limit = rejected ? HEADROOM.rejectedBelow : HEADROOM.tightBelow;
  const free = `${(Math.floor(balance.headroom * 1000) / 10).toFixed(1)} %`;
  const asked = `${askedFor(balance.input.demands)} need ${formatGiB(balance.demandGiB)} of KV cache and ${held(balance)}`;
  return {
    code: 'AF-CAP-002',
    severity: rejected ? 'error' : 'warning',
    value: Number(balance.headroom.toFixed(3)),
    allowed: `≥ ${formatPercent(HEADROOM.rejectedBelow)} free, ${formatPercent(HEADROOM.tightBelow)} recommended`,
    message: `${asked}: ${free} stays free, below ${formatPercent(limit)}`,
    details: arithmetic(balance),
    repairs: [],
  };
}

/** Share of the reported memory that a plan may occupy. */
const PLANNED_SHARE = 0.95;

/** AF-CAP-003: the budget stays below 95 % of the reported memory, and what the engine allocates beside it on the card. */
export const plannedShare: Rule = ({ input, floor }: Assessment) => {
  const physical = floor.supply.terms.find((term) => term.id === 'physical')?.perGpuGiB ?? 0;
  const planned = physical * input.replica.gpuMemoryUtilization + (floor.supply.outsideBudgetGiB ?? 0);
  if (physical === 0 || (input.replica.gpuMemoryUtilization <= PLANNED_SHARE && planned <= physical)) return [];
  const message = `the plan occupies ${formatGiB(planned)} of ${formatGiB(physical)} per GPU (${formatPercent(planned / physical)}); any spike exhausts the card`;
  const allowed = `≤ ${formatPercent(PLANNED_SHARE)} of the reported memory`;
  return [
    {
      code: 'AF-CAP-003',
      severity: 'error',
      prop: 'gpuMemoryUtilization',
      value: input.replica.gpuMemoryUtilization,
      allowed,
      message,
      repairs: ['gpuMemoryUtilization: 0.9'],
    },
  ];
};
