/** What a plan costs, as a person reads it in a terminal: over the day and the month, by tier and role, for tokens and workflows, and how old its prices are. */
import { formatInteger, formatPercent, formatSmallUsd, formatUsd } from '../core/format';
import { HOURS_PER_MONTH } from '../core/units';
import type { ByPoint } from '../economics/cost-points';
import { ageInDays, OLDEST_DAYS } from '../economics/price-age';
import { sellerOf } from '../economics/seller';
import type { FleetPlan } from '../plan/schema';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { PoolPlan } from '../plan/sections/pool';
import type { RolePlan } from '../plan/sections/role';
import type { Fact } from './request-facts';

/** Nothing for plans of releases that did not count money. */
export function moneyFacts(plan: FleetPlan, today?: string): Fact[] {
  const { economics } = plan;
  if (economics === undefined) return [];
  return [
    ...overTime(economics),
    ...tierFact(economics.tiers),
    ...plan.fleets.flatMap(roleFact),
    ...plan.fleets.flatMap(crossoverFact),
    ...plan.fleets.flatMap(workflowFact),
    ...tokenFact(plan.pools),
    ...priceFact(plan.pools, today),
  ];
}

type Money = NonNullable<FleetPlan['economics']>;

function overTime({ usdPerHour, usdPerMonth, usdPerDay }: Money): Fact[] {
  const { floor, plan, peak } = usdPerHour;
  if (floor === null || plan === null || peak === null) return [];
  const idle = floor === plan ? [] : [`${formatUsd(floor)}/h asleep`];
  const busy = peak === plan ? [] : [`${formatUsd(peak)}/h at the peak`];
  const day = usdPerDay === null ? [] : [`${formatUsd(usdPerDay)} a day`];
  const month = usdPerMonth.plan === null ? [] : [`${formatUsd(usdPerMonth.plan)} a month of ${HOURS_PER_MONTH} h`];
  return [['over time', [...idle, `${formatUsd(plan)}/h as planned`, ...busy, ...day, ...month].join(' · ')]];
}

/** One tier is the total already. */
function tierFact(tiers: Money['tiers']): Fact[] {
  if (tiers.length < 2) return [];
  const text = tiers.map(({ name, purchase, gpus, usdPerHour }) => {
    const how = purchase === null || purchase === 'on-demand' ? '' : ` ${purchase}`;
    return `${formatInteger(gpus.plan)} × ${name}${how} ${usd(usdPerHour.plan)}/h`;
  });
  return [['tiers', text.join(' · ')]];
}

function roleFact({ roles }: FleetPlanSection): Fact[] {
  const known = roles.filter(({ economics }) => economics?.usdPerHour.plan !== null && economics !== undefined);
  return known.length === 0 ? [] : [['roles', known.map(roleText).join(' · ')]];
}

function roleText({ name, economics }: RolePlan): string {
  if (economics === undefined) return name;
  const { usdPerHour, usdPerMillionTokens, usdPerConversation = null } = economics;
  return [
    `${name} ${pointsText(usdPerHour)}`,
    ...(usdPerMillionTokens === null ? [] : [`${formatSmallUsd(usdPerMillionTokens)} for a million tokens`]),
    ...(usdPerConversation === null ? [] : [`${formatSmallUsd(usdPerConversation)} a conversation`]),
  ].join(', ');
}

/** The choice that each role has, on the hours that are paid. */
function crossoverFact({ roles }: FleetPlanSection): Fact[] {
  const text = roles.flatMap(({ name, economics }) => {
    const { crossover } = economics ?? {};
    if (crossover === undefined) return [];
    const { api, asOf, usdPerHour, times, breakEvenTokensPerHour, breakEvenUse } = crossover;
    const against =
      times === null
        ? []
        : [`${breakEvenTokensPerHour === null ? 'its pool costs' : 'the GPUs cost'} ${times.toFixed(times < 10 ? 1 : 0)} times that`];
    const even = breakEvenTokensPerHour === null ? [] : [`even at ${(breakEvenTokensPerHour / 1e6).toFixed(1)} M tokens an hour`];
    const use = breakEvenUse === null ? [] : [breakEvenUse > 1 ? 'more than they write' : `${formatPercent(breakEvenUse)} use`];
    return [`${name}: ${[`${api} (${asOf}) ${formatSmallUsd(usdPerHour)}/h`, ...against, ...even, ...use].join(', ')}`];
  });
  return text.length === 0 ? [] : [['or an API', text.join(' · ')]];
}

const pointsText = ({ plan, peak }: ByPoint<number | null>): string =>
  peak === plan ? `${usd(plan)}/h` : `${usd(plan)}/h (${usd(peak)} at the peak)`;

function workflowFact({ economics, concurrentWorkflows }: FleetPlanSection): Fact[] {
  const workflow = economics?.workflow ?? null;
  if (workflow === null || concurrentWorkflows === null) return [];
  const { usd: each, seconds } = workflow;
  return [
    ['a workflow', `${formatSmallUsd(each)} of ${seconds.toFixed(1)} s, with ${formatInteger(concurrentWorkflows)} at once all the time`],
  ];
}

function tokenFact(pools: readonly PoolPlan[]): Fact[] {
  const text = pools.flatMap(({ name, economics }) => {
    if (economics === undefined) return [];
    const { use, usdPerMillionTokens, usdPerMillionAtFullUse, tokensPerUsd } = economics;
    const parts = [
      ...(use === null ? [] : [`${formatPercent(use)} used`]),
      ...(usdPerMillionTokens === null ? [] : [`${formatSmallUsd(usdPerMillionTokens)} for a million tokens`]),
      ...(usdPerMillionAtFullUse === null ? [] : [`${formatSmallUsd(usdPerMillionAtFullUse)} at full use`]),
      ...(tokensPerUsd === null ? [] : [`${formatInteger(tokensPerUsd)} output tokens per USD at full use`]),
    ];
    return parts.length === 0 ? [] : [`${name}: ${parts.join(', ')}`];
  });
  return text.length === 0 ? [] : [['tokens', text.join(' · ')]];
}

function priceFact(pools: readonly PoolPlan[], today: string | undefined): Fact[] {
  const texts = pools.flatMap(({ gpu, price }) => {
    if (price === null) return [];
    const { usdPerGpuHour, purchase, asOf, ageDays } = price;
    const age = today === undefined ? ageDays : ageInDays(asOf, today);
    const old = age === undefined ? '' : `, ${formatInteger(age)} days old${age > OLDEST_DAYS ? ': look at it again' : ''}`;
    return [`${gpu.name} ${formatUsd(usdPerGpuHour)} ${purchase}, ${sellerOf(price)}, ${asOf}${old}`];
  });
  return texts.length === 0 ? [] : [['prices', [...new Set(texts)].join(' · ')]];
}

const usd = (amount: number | null): string => (amount === null ? 'unknown' : formatUsd(amount));
