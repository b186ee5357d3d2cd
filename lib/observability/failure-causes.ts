/**
 * Who is to be asked about a failed step: the agents, the router, the capacity of the pools, or a model. Each failed request has exactly one cause, by the
 * status with which the router ended it and by what the pools and routes did at that time.
 */
import type { ObservedRouter } from '../routing/contract';
import type { ObservedPool } from './observed-pool';
import { isRecorded, SERIES, seriesOf } from './pool-series';
import { EVALUATION_INTERVAL, type RecordingRule, type RuleGroup } from './rule';
import type { Thresholds } from './thresholds';

/** Failed requests per second of a router by `cause`. */
export const FAILED_STEPS = 'agent_fleet:failed_steps:rate5m';
/** 1 while a pool is short of capacity for a `reason`: queue, kv-cache or start. */
export const CAPACITY_SHORT = 'agent_fleet:capacity_short:bool';

export const CAUSES = ['orchestration', 'router', 'capacity', 'model'] as const;
export type FailureCause = (typeof CAUSES)[number];

/** Statuses of what no server can answer: malformed, too long, not allowed, unknown, over its budget. */
const ASKED_WRONGLY = '400|401|403|404|413|422';
/** A limit: of the client, or of a pool that is full. */
const LIMITED = '429';
/** Too late, or an error of a server. */
const NOT_ANSWERED = '408|5..';

/** Whether a router says with which status requests failed. */
export const saysWhyFailed = ({ metrics }: ObservedRouter): boolean =>
  metrics.failures !== null && (metrics.failureStatusLabel ?? null) !== null;

/** When each pool was short of capacity, and why. */
export function capacityGroup(name: string, pools: readonly ObservedPool[], thresholds: Thresholds): RuleGroup[] {
  const rules = pools.flatMap((pool) => capacityOf(pool, thresholds));
  return rules.length === 0 ? [] : [{ name: `${name}-capacity`, interval: EVALUATION_INTERVAL, rules }];
}

function capacityOf(pool: ObservedPool, { waitingWarning, kvCacheCritical }: Thresholds): RecordingRule[] {
  const short = (reason: string, expr: string): RecordingRule => ({
    record: CAPACITY_SHORT,
    expr,
    labels: { namespace: pool.namespace, pool: pool.name, reason },
  });
  const replicas = `sum(${seriesOf(SERIES.replicasUp, pool)})`;
  const answering = pool.podsPerReplica === 1 ? replicas : `${pool.podsPerReplica} * ${replicas}`;
  return [
    ...(isRecorded(pool, SERIES.waitingPerReplica)
      ? [short('queue', `${seriesOf(SERIES.waitingPerReplica, pool)} > bool ${waitingWarning}`)]
      : []),
    ...(isRecorded(pool, SERIES.kvCacheUsage)
      ? [short('kv-cache', `${seriesOf(SERIES.kvCacheUsage, pool)} > bool ${kvCacheCritical}`)]
      : []),
    // Pods that are there and do not answer: they wait for a node, or load.
    ...(isRecorded(pool, SERIES.replicasUp)
      ? [short('start', `sum(kube_pod_status_phase{${pool.selector},phase=~"Pending|Running"}) > bool ${answering}`)]
      : []),
  ];
}

interface OfRouter {
  /** Label matchers of the pods of the router. */
  readonly selector: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Failed requests by cause, for each pool where the router says what was asked for. */
export function failureCauses(router: ObservedRouter, { selector, labels }: OfRouter, pools: readonly ObservedPool[]): RecordingRule[] {
  const { failures, failureStatusLabel: status } = router.metrics;
  if (failures === null || status === undefined || status === null) return [];
  return partsOf(router, pools).flatMap((part) => {
    const failed = (matcher: string) => `(sum(rate(${failures}{${selector}${part.matcher},${status}${matcher}}[5m])) or vector(0))`;
    const exprs = causesOf(failed, shortOf(part.pools), downOf(router, selector, part));
    const ofPool = part.name === '' ? {} : { pool: part.name };
    return CAUSES.map((cause) => ({ record: FAILED_STEPS, expr: exprs[cause], labels: { ...labels, ...ofPool, cause } }));
  });
}

function causesOf(failed: (matcher: string) => string, short: string, down: string): Readonly<Record<FailureCause, string>> {
  const [wrong, limited, unanswered] = [ASKED_WRONGLY, LIMITED, NOT_ANSWERED].map((one) => failed(`=~"${one}"`)) as [
    string,
    string,
    string,
  ];
  const other = failed(`!~"${[ASKED_WRONGLY, LIMITED, NOT_ANSWERED].join('|')}"`);
  return {
    orchestration: `${wrong} + ${limited} * (1 - ${short})`,
    router: `${other} + ${unanswered} * (1 - ${short}) * ${down}`,
    capacity: `(${limited} + ${unanswered}) * ${short}`,
    model: `${unanswered} * (1 - ${short}) * (1 - ${down})`,
  };
}

/** Failures that are held against the same pools. */
interface FailurePart {
  /** Names of the pools; empty for what no pool of the fleets answers. */
  readonly name: string;
  readonly pools: readonly ObservedPool[];
  /** Of the aliases, after other matchers. */
  readonly matcher: string;
  /** Names of the routes; undefined for all of the router. */
  readonly routes: readonly string[] | undefined;
}

/** One for each set of pools behind aliases, and one for whatever else is asked for; one alone where the router does not say what was asked for. */
function partsOf({ metrics: { failureAliasLabel: label }, aliases }: ObservedRouter, observed: readonly ObservedPool[]): FailurePart[] {
  const known = aliases?.() ?? [];
  if (label === undefined || label === null || known.length === 0) return [{ name: '', pools: observed, matcher: '', routes: undefined }];
  const behind = known.map(({ alias, pools }) => ({
    alias,
    pools: observed.filter((pool) => pools.some(({ namespace, name }) => namespace === pool.namespace && name === pool.name)),
    routes: pools.map(({ route }) => route),
  }));
  const nameOf = (pools: readonly ObservedPool[]) => pools.map(({ name }) => name).join(', ');
  const names = [...new Set(behind.map(({ pools }) => nameOf(pools)))].filter((name) => name !== '');
  const parts = names.map((name) => {
    const own = behind.filter(({ pools }) => nameOf(pools) === name);
    const matcher = `,${label}=~"${oneOf(own.map(({ alias }) => alias))}"`;
    return { name, pools: own[0]?.pools ?? [], matcher, routes: own.flatMap(({ routes }) => routes) };
  });
  const named = behind.filter(({ pools }) => pools.length > 0).map(({ alias }) => alias);
  const others = behind.filter(({ pools }) => pools.length === 0).flatMap(({ routes }) => routes);
  return [...parts, { name: '', pools: [], matcher: named.length === 0 ? '' : `,${label}!~"${oneOf(named)}"`, routes: others }];
}

/** Any of the pools; nothing where there are none. */
const shortOf = (pools: readonly ObservedPool[]): string =>
  pools.length === 0 ? 'vector(0)' : `(max(${CAPACITY_SHORT}{${poolMatchers(pools)}}) or vector(0))`;

/** Whether a route of these is down; any of the router where it does not say which. */
function downOf({ metrics: { routeState } }: ObservedRouter, selector: string, { routes }: FailurePart): string {
  if (routeState === null || routes?.length === 0) return 'vector(0)';
  const { series, down, routeLabel } = routeState;
  const own = routes === undefined || routeLabel === undefined ? '' : `,${routeLabel}=~"${oneOf(routes)}"`;
  return `(max(${series}{${selector}${own}} == bool ${down}) or vector(0))`;
}

/** Letters of regular expressions stand for themselves; a backslash is written twice in a string of PromQL. */
const oneOf = (names: readonly string[]): string =>
  [...new Set(names)].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&')).join('|');

function poolMatchers(pools: readonly ObservedPool[]): string {
  return `namespace=~"${oneOf(pools.map(({ namespace }) => namespace))}",pool=~"${oneOf(pools.map(({ name }) => name))}"`;
}

/** Where to look, by cause, as Prometheus fills it in. */
const LOOK_AT: Readonly<Record<FailureCause, string>> = {
  orchestration:
    'Most are requests that no server can answer (malformed, too long, not allowed, over a limit of their key): look at the traces of the agents, at their contexts and at the limits of clientKeys.',
  router: 'Most meet a route that is down while its pool has capacity: look at network policies, served names and the log of the router.',
  capacity: `Most fail while a pool is short: look at ${CAPACITY_SHORT} for the reason (queue, kv-cache, start) and raise the floor or the ceiling of that pool.`,
  model: 'Most fail at an engine that has capacity: look at its log and its events, at requestTimeoutSeconds and at the length of answers.',
};

export const lookAtText = (): string =>
  CAUSES.map((cause, index) => `{{ ${index === 0 ? 'if' : 'else if'} eq $labels.cause "${cause}" }}${LOOK_AT[cause]}`).join('') +
  '{{ end }}';
