/** What a team does not want to happen unseen: a bill that grows beyond a bound, new warnings, pools that go. */
import { formatPercent, formatUsd } from '../../core/format';
import type { AppDiff } from './app-diff';
import type { MoneyChange } from './cost-change';
import type { FateOfData } from './held-data';

/** How much more all fleets together may cost. */
export type IncreaseBound =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'perHour'; readonly usd: number }
  | { readonly kind: 'perMonth'; readonly usd: number };

/** What may be forbidden by name. */
export const EVENTS = [
  'new-errors',
  'new-warnings',
  'new-findings',
  'removed-pools',
  'replaced-objects',
  'lost-data',
  'left-behind',
  'less-headroom',
  'unknown-cost',
] as const;
export type DiffEvent = (typeof EVENTS)[number];

export type DiffPolicy =
  | { readonly kind: 'increase'; readonly at: 'floor' | 'ceiling'; readonly bound: IncreaseBound }
  | { readonly kind: 'event'; readonly event: DiffEvent };

export interface PolicyAnswer {
  /** As on the command line. */
  readonly policy: string;
  /** `unknown` where it depends on a price that is not known. */
  readonly outcome: 'kept' | 'broken' | 'unknown';
  readonly message: string;
}

export const judge = (diff: AppDiff, policies: readonly DiffPolicy[]): PolicyAnswer[] =>
  policies.map((policy) => (policy.kind === 'increase' ? increaseAnswer(diff, policy) : eventAnswer(diff, policy.event)));

/** Cents that come from rounding break no bound. */
const TOLERANCE_USD = 0.005;

function increaseAnswer({ cost }: AppDiff, { at, bound }: Extract<DiffPolicy, { kind: 'increase' }>): PolicyAnswer {
  const hour = at === 'floor' ? cost.floorPerHour : cost.ceilingPerHour;
  const month = at === 'floor' ? cost.floorPerMonth : cost.ceilingPerMonth;
  const [change, most, unit] = bound.kind === 'perMonth' ? [month, bound.usd, ' a month'] : [hour, mostPerHour(bound, hour), '/h'];
  const policy = `--max-increase${at === 'floor' ? '' : '-at-ceiling'} ${boundText(bound)}`;
  const where = at === 'floor' ? '' : ' with all replicas that may run';
  if (change.delta === null || most === null) {
    return {
      policy,
      outcome: 'unknown',
      message: `an increase of at most ${boundText(bound)}${where}: a price that decides is not known (${cost.unpriced.join(', ')})`,
    };
  }
  const outcome = change.delta <= most + TOLERANCE_USD ? 'kept' : 'broken';
  const by =
    change.delta > 0
      ? `${formatUsd(change.delta)}${unit} more`
      : change.delta < 0
        ? `${formatUsd(-change.delta)}${unit} less`
        : 'no more than before';
  return { policy, outcome, message: `an increase of at most ${boundText(bound)}${where}: it is ${by}` };
}

/** Of nothing, every share is nothing: a first fleet is judged by an amount. */
const mostPerHour = (bound: Exclude<IncreaseBound, { kind: 'perMonth' }>, { before }: MoneyChange): number | null =>
  bound.kind === 'perHour' ? bound.usd : before === null ? null : before * bound.share;

export function boundText(bound: IncreaseBound): string {
  if (bound.kind === 'share') return formatPercent(bound.share);
  return `${formatUsd(bound.usd)}${bound.kind === 'perHour' ? '/h' : '/month'}`;
}

function eventAnswer(diff: AppDiff, event: DiffEvent): PolicyAnswer {
  const found = FOUND[event](diff);
  const policy = `--fail-on ${event}`;
  const words = event.replace('-', ' ');
  if (OF_OBJECTS.has(event) && diff.stacks.some(({ status, objects }) => status === 'changed' && objects === null)) {
    return { policy, outcome: 'unknown', message: `${words}: only two synthesized apps say which` };
  }
  return found.length === 0
    ? { policy, outcome: 'kept', message: `no ${words}` }
    : { policy, outcome: 'broken', message: `${words}: ${found.join(', ')}` };
}

/** What plans alone do not say. */
const OF_OBJECTS: ReadonlySet<DiffEvent> = new Set(['replaced-objects', 'lost-data', 'left-behind']);

/** What the change accepts with a reason does not fail it. */
const appeared = ({ stacks }: AppDiff, severities: readonly string[]): string[] =>
  stacks.flatMap(({ findings }) =>
    findings.appeared
      .filter(({ severity, acknowledged }) => severities.includes(severity) && acknowledged === undefined)
      .map(({ code, path }) => `${code} at ${path}`),
  );

const dataThatIs = (fate: FateOfData, { stacks }: AppDiff): string[] =>
  stacks.flatMap(({ objects }) => (objects ?? []).filter(({ data }) => data === fate).map(({ type, name }) => `${type} ${name}`));

const FOUND: Readonly<Record<DiffEvent, (diff: AppDiff) => string[]>> = {
  'new-errors': (diff) => appeared(diff, ['error']),
  'new-warnings': (diff) => appeared(diff, ['error', 'warning']),
  'new-findings': (diff) => appeared(diff, ['error', 'warning', 'info']),
  'removed-pools': ({ stacks }) =>
    stacks.flatMap(({ pools }) => pools.filter(({ status }) => status === 'removed').map(({ name }) => name)),
  'replaced-objects': ({ stacks }) =>
    stacks.flatMap(({ objects }) =>
      (objects ?? []).filter(({ status }) => status === 'replaced' || status === 'refused').map(({ type, name }) => `${type} ${name}`),
    ),
  'lost-data': (diff) => dataThatIs('lost', diff),
  'left-behind': (diff) => dataThatIs('left', diff),
  'less-headroom': ({ stacks }) =>
    stacks.flatMap(({ pools }) =>
      pools
        .filter(
          ({ before, after }) => (before?.headroom ?? null) !== null && after !== null && (after.headroom ?? 0) < (before?.headroom ?? 0),
        )
        .map(({ name }) => name),
    ),
  'unknown-cost': ({ cost }) => (cost.floorPerHour.after === null ? cost.unpriced.map((pool) => `no price for ${pool}`) : []),
};
