/** Less of what was asked: a shorter cap, shorter contexts, fewer workflows, conversations or sessions. Rates shrink with the sessions that send them. */
import { atMost, type Change, on } from '../../../core/change';
import type { RoleDemand } from '../../demand/role-demand';
import type { PoolInput } from '../pool-input';
import { largest, mapDemands, type Passes, type RepairCandidate } from './repair-candidate';

/** The longest cap of the pool that passes, where no role needs more. */
export function shorterCap(input: PoolInput, passes: Passes): RepairCandidate[] {
  const longest = Math.max(1, ...[...input.demands, ...(input.peakDemands ?? [])].map((demand) => demand.contextTokens));
  const capped = (maxContextTokens: number): PoolInput => ({ ...input, replica: { ...input.replica, maxContextTokens } });
  const cap = largest(longest, input.replica.maxContextTokens - 1, (tokens) => passes(capped(tokens)));
  if (cap === null) return [];
  return [{ changes: [atMost('maxContextTokens', cap)], input: capped(cap), asksLess: true }];
}

/** The longest context that passes: a number for one role, a share for several. */
export function shorterContext(input: PoolInput, passes: Passes): RepairCandidate[] {
  const longest = Math.max(0, ...input.demands.map((demand) => demand.contextTokens));
  const scaled = (tokens: number) => mapDemands(input, (demand) => withContext(demand, (demand.contextTokens * tokens) / longest));
  const tens = largest(1, Math.floor(longest / 10), (tokens) => passes(scaled(tokens * 10)));
  if (tens === null) return [];
  const shorter = scaled(tens * 10);
  return [{ changes: contextsOf(shorter), input: shorter, asksLess: true }];
}

/** Whole tokens: what is written into the plan is what was judged. */
const withContext = (demand: RoleDemand, tokens: number): RoleDemand => ({ ...demand, contextTokens: Math.floor(tokens) });

/** The context of every role, each on its fleet. */
function contextsOf({ demands }: PoolInput): Change[] {
  const byRole = new Map(demands.map((demand) => [`${demand.fleet}/${demand.role}`, demand]));
  const fleets = new Set(demands.map(({ fleet }) => fleet));
  return [...byRole.values()].map(({ fleet, role, contextTokens }) => {
    const change = atMost(`roles.${role}.contextTokens`, contextTokens);
    return fleets.size === 1 ? change : on('fleet', fleet, change);
  });
}

/** The most workflows of the fleet that pass; conversations a day or sessions, where the plan is told by them. */
export function fewerOfThem(input: PoolInput, passes: Passes): RepairCandidate[] {
  const [first] = input.demands;
  const fleets = new Set(input.demands.map((demand) => demand.fleet));
  if (first === undefined) return [];
  if (fleets.size === 1 && first.concurrentWorkflows !== undefined) return fewerWorkflows(input, passes, first.concurrentWorkflows);
  if (input.demands.length > 1) return [];
  if (first.conversationsPerDay !== undefined) return fewer(input, passes, 'conversationsPerDay', first.conversationsPerDay);
  return fewer(input, passes, 'sessions', first.sessions);
}

/** The peak first: what always runs stays as asked where that is enough. Fewer always than at the peak, else the peak as well. */
function fewerWorkflows(input: PoolInput, passes: Passes, always: number): RepairCandidate[] {
  const most = input.peakDemands?.find(({ concurrentWorkflows }) => concurrentWorkflows !== undefined)?.concurrentWorkflows;
  if (most === undefined) return fewer(input, passes, 'concurrentWorkflows', always);
  const asked = (workflows: number, peak: number): PoolInput => ({
    ...input,
    demands: input.demands.map((demand) => withShare(demand, workflows / always)),
    peakDemands: (input.peakDemands ?? []).map((demand) => withShare(demand, peak / most)),
  });
  const workflows = largest(1, always, (count) => passes(asked(count, count)));
  if (workflows === null) return [];
  const peak = largest(workflows, most, (count) => passes(asked(workflows, count))) ?? workflows;
  const changes = [
    ...(workflows < always ? [atMost('concurrentWorkflows', workflows)] : []),
    ...(peak < most ? [atMost('peakWorkflows', peak)] : []),
  ];
  return changes.length === 0 ? [] : [{ changes, input: asked(workflows, peak), asksLess: true }];
}

function fewer(input: PoolInput, passes: Passes, name: string, asked: number): RepairCandidate[] {
  const scaled = (count: number) => mapDemands(input, (demand) => withShare(demand, count / asked));
  const count = largest(1, Math.ceil(asked) - 1, (candidate) => passes(scaled(candidate)));
  if (count === null) return [];
  return [{ changes: [atMost(name, count)], input: scaled(count), asksLess: true }];
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
