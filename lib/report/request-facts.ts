/** What a request of each role passes, as a person reads it in a terminal: every hop with its limits, and the worst case. */
import { formatInteger } from '../core/format';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { RolePlan } from '../plan/sections/role';

/** A line of a plan in a terminal. */
export type Fact = readonly [label: string, text: string];

type Pass = NonNullable<RolePlan['requestPass']>;

/** One line for each way; roles whose requests go the same way share it. */
export function requestFacts({ roles }: FleetPlanSection): Fact[] {
  const byWay = new Map<string, string[]>();
  for (const { name, requestPass } of roles) {
    if (requestPass === undefined) continue;
    const way = wayText(requestPass);
    byWay.set(way, [...(byWay.get(way) ?? []), name]);
  }
  return byWay.size === 0 ? [] : [['requests', [...byWay].map(([way, names]) => `${names.join(', ')}: ${way}`).join(' · ')]];
}

function wayText({ hops, attempts, waitSeconds, isAssumed }: Pass): string {
  const worst = `at worst ${formatInteger(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}, ${formatInteger(waitSeconds)} s`;
  return `${hops.map(hopText).join(' → ')}; ${worst}${isAssumed ? ' (length of answers not declared)' : ''}`;
}

function hopText({ hop, timeoutSeconds, retries, limit }: Pass['hops'][number]): string {
  const seconds = timeoutSeconds === null ? [] : [`${formatInteger(timeoutSeconds)} s`];
  const again = retries === 0 ? [] : [`${retries} ${retries === 1 ? 'retry' : 'retries'}`];
  const most = limit === null ? [] : [`${formatInteger(limit)} in flight`];
  return [hop, ...[[...seconds, ...again, ...most].join(', ')].filter((text) => text !== '')].join(' ');
}
