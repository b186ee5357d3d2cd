/** Less of what was asked: a shorter cap, shorter contexts, fewer workflows, conversations or sessions. Rates shrink with the sessions that send them. */
import { formatInteger, formatPercent } from '../../../core/format';
import type { RoleDemand } from '../../demand/role-demand';
import type { PoolInput } from '../pool-input';
import { inCode, largest, mapDemands, type Passes, type RepairCandidate } from './repair-candidate';

/** The longest cap of the pool that passes, where no role needs more. */
export function shorterCap(input: PoolInput, passes: Passes): RepairCandidate[] {
  const longest = Math.max(1, ...[...input.demands, ...(input.peakDemands ?? [])].map((demand) => demand.contextTokens));
  const capped = (maxContextTokens: number): PoolInput => ({ ...input, replica: { ...input.replica, maxContextTokens } });
  const cap = largest(longest, input.replica.maxContextTokens - 1, (tokens) => passes(capped(tokens)));
  if (cap === null) return [];
  const [change, code] = [`maxContextTokens ≤ ${formatInteger(cap)}`, `maxContextTokens: ${inCode(cap)}`];
  return [{ change, code, input: capped(cap), asksLess: true }];
}

/** The longest context that passes: a number for one role, a share for several. */
export function shorterContext(input: PoolInput, passes: Passes): RepairCandidate[] {
  const longest = Math.max(0, ...input.demands.map((demand) => demand.contextTokens));
  const scaled = (tokens: number) => mapDemands(input, (demand) => withContext(demand, (demand.contextTokens * tokens) / longest));
  const tens = largest(1, Math.floor(longest / 10), (tokens) => passes(scaled(tokens * 10)));
  if (tens === null) return [];
  const shorter = scaled(tens * 10);
  return [{ ...wordsOf(shorter, tens * 10, longest), input: shorter, asksLess: true }];
}

/** Whole tokens: what is written into the plan is what was judged. */
const withContext = (demand: RoleDemand, tokens: number): RoleDemand => ({ ...demand, contextTokens: Math.floor(tokens) });

function wordsOf(input: PoolInput, tokens: number, longest: number): Pick<RepairCandidate, 'change' | 'code'> {
  const byRole = new Map(input.demands.map((demand) => [`${demand.fleet}/${demand.role}`, demand]));
  if (byRole.size === 1) return { change: `contextTokens ≤ ${formatInteger(tokens)}`, code: `contextTokens: ${inCode(tokens)}` };
  const share = formatPercent(Math.floor((tokens * 100) / longest) / 100);
  const roles = [...byRole.values()].map(({ role, contextTokens }) => `${role}: { contextTokens: ${inCode(contextTokens)} }`);
  return { change: `contextTokens of every role ≤ ${share}`, code: `roles: { ${roles.join(', ')} }` };
}

/** The most workflows of the fleet that pass; conversations a day or sessions, where the plan is told by them. */
export function fewerOfThem(input: PoolInput, passes: Passes): RepairCandidate[] {
  const [first] = input.demands;
  const fleets = new Set(input.demands.map((demand) => demand.fleet));
  if (first === undefined) return [];
  if (fleets.size === 1 && first.concurrentWorkflows !== undefined)
    return fewer(input, passes, 'concurrentWorkflows', first.concurrentWorkflows);
  if (input.demands.length > 1) return [];
  if (first.conversationsPerDay !== undefined) return fewer(input, passes, 'conversationsPerDay', first.conversationsPerDay);
  return fewer(input, passes, 'sessions', first.sessions);
}

function fewer(input: PoolInput, passes: Passes, name: string, asked: number): RepairCandidate[] {
  const scaled = (count: number) => mapDemands(input, (demand) => withShare(demand, count / asked));
  const count = largest(1, Math.ceil(asked) - 1, (candidate) => passes(scaled(candidate)));
  if (count === null) return [];
  return [{ change: `${name} ≤ ${formatInteger(count)}`, code: `${name}: ${inCode(count)}`, input: scaled(count), asksLess: true }];
}

function withShare(demand: RoleDemand, share: number): RoleDemand {
  const { rate, conversationsPerDay, offloadedSessions } = demand;
  return {
    ...demand,
    sessions: Math.ceil(demand.sessions * share - 1e-9),
    ...(rate === undefined ? {} : { rate: { ...rate, requestsPerSecond: rate.requestsPerSecond * share } }),
    ...(offloadedSessions === undefined ? {} : { offloadedSessions: Math.ceil(offloadedSessions * share - 1e-9) }),
    ...(conversationsPerDay === undefined ? {} : { conversationsPerDay: conversationsPerDay * share }),
  };
}
