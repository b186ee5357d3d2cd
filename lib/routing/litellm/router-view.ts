import { own } from '../../core/own';
import type { Environment } from '../../core/rule';
import type { IpFamily } from '../../security/outside';
import type { DatabaseUser } from '../../stores/database-users';
import type { ClusterIdentity } from '../../terraform/cluster-providers';
import { type Admission, type ClientLoad, FALLBACK_CAUSES, type FallbackCause } from '../contract';
import type { Counting } from '../limits/below-plan';
import type { GivenLimits } from '../limits/client-limits';
import type { RouteLimits } from '../limits/route-limits';
import { processorsFor } from './instance-work';
import type { Fallbacks, SizedRouter } from './router-props';

const SECONDS = 60;

/** A route as plain values. */
export interface RouteView {
  readonly alias: string;
  /** Path of the construct that asked for it. */
  readonly owner: string;
  readonly pool: RoutedPool;
  /** LoRA adapter that answers in place of the model. */
  readonly adapter?: string | undefined;
  /** Sessions come back, to a pool that has several replicas or may get them. */
  readonly isSticky: boolean;
  /** Header by which a proxy of the pool itself keeps the sessions that come back. @default - there is none */
  readonly sessionHeader?: string | undefined;
  /** What stands behind it is told the `x-` headers of the clients. */
  readonly forwardsHeaders: boolean;
  /** A session proxy stands in front of the pool. */
  readonly isProxied: boolean;
  /** Share of the requests of the alias. @default - all pools of the alias alike */
  readonly share?: number | undefined;
  readonly limits: RouteLimits;
  /** Requests or tokens of a minute are limited. @default false */
  readonly perMinute?: boolean;
  /** Limits of a minute, as the user wrote them. @default - none */
  readonly rates?: GivenLimits;
  /** What the fleets plan behind the alias at the peak. @default - unknown */
  readonly load?: ClientLoad;
  /** Longest context that the fleets plan for a session behind the alias, tokens. @default - unknown */
  readonly plannedContextTokens?: number | undefined;
  /** Processors of the router that these requests keep busy. @default 0, or nobody says how often they come */
  readonly processors?: number;
  /** The router knows what its tokens cost. @default - nobody says */
  readonly isPriced?: boolean;
}

/** A model that somebody else serves. */
export interface ExternalRoute {
  readonly alias: string;
  readonly host: string;
  /** Address ranges that are opened; empty where every public address is. */
  readonly ranges: readonly string[];
  /** Its cloud knows the router by the identity of its pods. @default false: by a key */
  readonly byIdentity?: boolean;
  /** Longest request that it admits, tokens. */
  readonly maxContextTokens: number;
  /** Until one attempt is given up, seconds; undefined where the router says it. */
  readonly timeoutSeconds?: number | undefined;
  /** As the user wrote them. @default - none */
  readonly limits?: GivenLimits;
  /** What fleets plan to ask of it at the peak. @default - unknown */
  readonly load?: ClientLoad | undefined;
}

/** The pool behind a route. */
export interface RoutedPool {
  readonly name: string;
  readonly path: string;
  readonly cluster: ClusterIdentity;
  /** Names of its LoRA adapters. */
  readonly adapters: readonly string[];
  /** Longest request that it admits, tokens. */
  readonly maxContextTokens: number;
  /** Requests in flight that it holds once it has scaled, at its planned context; null where it is not known. */
  readonly holds: number | null;
  /** Most seconds from the signal that wakes it until it answers; null where a replica is always there. @default null */
  readonly wakeSeconds?: number | null;
  /** Prompts and answers have replicas of their own. @default false */
  readonly hasStages?: boolean;
  /** It writes answers, and does not embed or rank. @default true */
  readonly generates?: boolean;
}

/** What the key of a client admits. */
export interface ClientAdmission {
  readonly client: string;
  readonly limits: Admission;
  /** Aliases that it may ask for. @default - not known */
  readonly models?: readonly string[];
}

/** A router as plain values: what its rules look at. */
export interface RouterView {
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  readonly cluster: ClusterIdentity;
  readonly environment: Environment;
  /** Hosts outside the cluster are opened by name. @default false */
  readonly reachesByName?: boolean;
  /** Families of which every public address is opened for a host whose addresses are not given. @default ['IPv4'] */
  readonly opened?: readonly IpFamily[];
  /** Between two questions after its health. @default - nobody says */
  readonly healthIntervalSeconds?: number;
  /** What the user asked for, with defaults. */
  readonly spec: Pick<
    SizedRouter,
    | 'name'
    | 'replicas'
    | 'resources'
    | 'sessionStore'
    | 'sessionAffinity'
    | 'retries'
    | 'strategy'
    | 'requestTimeoutSeconds'
    | 'clientKeys'
    | 'outsideClients'
    | 'database'
    | 'teams'
    | 'overflow'
    | 'circuitBreaker'
    | 'sleepingPools'
    | 'identity'
    | 'extraConfig'
  >;
  readonly routes: readonly RouteView[];
  readonly externals: readonly ExternalRoute[];
  readonly fallbacks: Readonly<Record<FallbackCause, Fallbacks>>;
  /** Names of the workloads that ask the router. */
  readonly clients: readonly string[];
  /** What the keys of the clients admit. @default - no client is limited */
  readonly admissions?: readonly ClientAdmission[];
  /** Addresses to which fleets want its spans to go. */
  readonly traces: readonly string[];
  /** Who is wired to its database beside it. @default - nobody */
  readonly databaseUsers?: readonly DatabaseUser[];
}

/** One alias that takes over from another. */
export interface FallbackStep {
  /** The map as the user writes it. */
  readonly prop: (typeof FALLBACK_PROPS)[FallbackCause] | 'overflow';
  readonly alias: string;
  readonly target: string;
}

export const FALLBACK_PROPS = {
  failure: 'fallbacks',
  'context-window': 'contextWindowFallbacks',
  'content-policy': 'contentPolicyFallbacks',
} as const;

/** How many requests of a route may be in flight is bounded: by the route, or by the keys of all clients. */
export const isBounded = ({ admissions = [] }: RouterView, { limits: { parallel }, perMinute = false }: RouteView): boolean =>
  parallel !== null || perMinute || (admissions.length > 0 && admissions.every(({ limits }) => limits.maxParallelRequests !== null));

/** Each instance counts requests in flight for itself; those of a minute are counted together where the router has a store. */
export const countingOf = ({ spec: { replicas, sessionStore } }: RouterView): Counting => ({
  parallel: replicas,
  rates: sessionStore === undefined ? replicas : 1,
});

/** Processors of the router that all planned requests keep busy; null where nobody says how often they come. Answers of external models are taken as whole ones. */
export function plannedProcessors({
  routes,
  externals,
}: {
  readonly routes: readonly Pick<RouteView, 'processors'>[];
  readonly externals: readonly Pick<ExternalRoute, 'load'>[];
}): number | null {
  const ofExternals = externals.map(({ load }) => {
    const { requestsPerMinute = null, tokensPerMinute = null } = load ?? {};
    if (requestsPerMinute === null || tokensPerMinute === null || requestsPerMinute === 0) return 0;
    const [requestsPerSecond, inputTokens] = [requestsPerMinute / SECONDS, tokensPerMinute / requestsPerMinute];
    return processorsFor({ requestsPerSecond, inputTokens, streamedTokens: 0 });
  });
  const all = [...routes.map(({ processors = 0 }) => processors), ...ofExternals].reduce((sum, one) => sum + one, 0);
  return all === 0 ? null : all;
}

/** Every alias with each of those that take over from it. */
export function fallbackSteps(router: RouterView): FallbackStep[] {
  return FALLBACK_CAUSES.flatMap((cause) =>
    Object.entries(router.fallbacks[cause]).flatMap(([alias, targets]) =>
      targets.map((target) => ({ prop: propOf(router, cause, alias, target), alias, target })),
    ),
  );
}

/** Aliases that take over at once while the pool of an alias is full. */
export const overflowOf = ({ spec: { overflow } }: RouterView, alias: string): readonly string[] => own(overflow, alias) ?? [];

const propOf = (router: RouterView, cause: FallbackCause, alias: string, target: string) =>
  cause === 'failure' && overflowOf(router, alias).includes(target) ? 'overflow' : FALLBACK_PROPS[cause];

/** Pools behind an alias. */
export const poolsBehind = ({ routes }: RouterView, alias: string): RoutedPool[] =>
  routes.filter((route) => route.alias === alias).map(({ pool }) => pool);

/** The external model behind an alias. */
export const externalBehind = ({ externals }: RouterView, alias: string): ExternalRoute | undefined =>
  externals.find((external) => external.alias === alias);

/** The longest request that a pool or the external model behind an alias admits, tokens; 0 where nobody says. */
export const windowOf = (router: RouterView, alias: string): number =>
  Math.max(0, ...[...poolsBehind(router, alias), externalBehind(router, alias)].map((one) => one?.maxContextTokens ?? 0));

export const aliasesOf = ({ routes, externals }: RouterView): string[] => [...new Set([...routes, ...externals].map(({ alias }) => alias))];

/** What to type where a router shares its database. */
export const ownDatabase = (name: string): string[] => [
  `database: new StateStore(stack, '${name}-database', { cluster })`,
  `database: state.addDatabase('${name.replaceAll('-', '_')}'), on the servers of a StateStore`,
  'database: StateStore.fromExisting({ … }), with another database of the same server',
];
