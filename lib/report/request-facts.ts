/** What a request of each role passes, as a person reads it in a terminal: every hop with its limits, and the worst case. */
import { formatInteger } from '../core/format';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { RolePlan } from '../plan/sections/role';

/** A line of a plan in a terminal. */
export type Fact = readonly [label: string, text: string];

type Pass = NonNullable<RolePlan['requestPass']>;

/** One line for each way; roles whose requests go the same way share it. */
export function requestFacts({ roles, admission }: FleetPlanSection): Fact[] {
  const byWay = new Map<string, string[]>();
  for (const { name, requestPass } of roles) {
    if (requestPass === undefined) continue;
    const way = wayText(requestPass);
    byWay.set(way, [...(byWay.get(way) ?? []), name]);
  }
  const ways = [...byWay].map(([way, names]) => `${names.join(', ')}: ${way}`);
  return ways.length === 0 ? [] : [['requests', [...ways, ...admissionText(admission)].join(' · ')]];
}

/** What the key of the agents admits. */
function admissionText(admission: FleetPlanSection['admission']): string[] {
  if (admission === undefined) return [];
  const { maxParallelRequests, requestsPerMinute, tokensPerMinute, isShared } = admission;
  const parts = [
    [maxParallelRequests, 'requests in flight'],
    [requestsPerMinute, 'requests a minute'],
    [tokensPerMinute, 'tokens a minute'],
  ] as const;
  const texts = parts.flatMap(([figure, what]) => (figure === null ? [] : [`${formatInteger(figure)} ${what}`]));
  return texts.length === 0 ? [] : [`their key admits ${texts.join(', ')}${isShared ? '' : ' in each instance of the router'}`];
}

/** Plans of older releases knew one kind. */
export const assumedIn = ({ isAssumed, assumes = isAssumed ? ['length of answers'] : [] }: Pass): readonly string[] => assumes;

function wayText(pass: Pass): string {
  const { hops, attempts, waitSeconds } = pass;
  const assumed = assumedIn(pass);
  const worst = `at worst ${formatInteger(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}, ${formatInteger(waitSeconds)} s`;
  return `${hops.map(hopText).join(' → ')}; ${worst}${assumed.length === 0 ? '' : ` (${assumed.join(', ')} not declared)`}`;
}

function hopText({ hop, timeoutSeconds, retries, limit }: Pass['hops'][number]): string {
  const seconds = timeoutSeconds === null ? [] : [`${formatInteger(timeoutSeconds)} s`];
  const again = retries === 0 ? [] : [`${retries} ${retries === 1 ? 'retry' : 'retries'}`];
  const most = limit === null ? [] : [`${formatInteger(limit)} in flight`];
  return [hop, ...[[...seconds, ...again, ...most].join(', ')].filter((text) => text !== '')].join(' ');
}
