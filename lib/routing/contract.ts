import type { ApiPrice } from '../economics/crossover';
import type { IScraped } from '../security/scraped';
import { type IService, isService } from '../security/service';
import type { Workload } from '../security/workload';
import type { ObservedStateStore } from '../stores/contract';
import type { ITracing } from '../tracing/contract';
import type { ExternalModel } from './external-model';
import type { RequestPass } from './limits/request-pass';
import type { RouteProps } from './routes';

/** Every cause, in the order in which they are asked. */
export const FALLBACK_CAUSES = ['failure', 'context-window', 'content-policy'] as const;

/** Why a request goes elsewhere: every pool of its alias failed, it is longer than they admit, or a provider refuses its content. */
export type FallbackCause = (typeof FALLBACK_CAUSES)[number];

/** The contract of routers: what fleets, runtimes and observability ask of the door in front of the pools. */
export interface FallbackProps {
  /** Alias whose requests go elsewhere. */
  readonly alias: string;
  /** Aliases that take over, in this order. */
  readonly to: readonly string[];
  readonly when: FallbackCause;
}

/** An alias that an external model answers. */
export interface ExternalRouteProps {
  /** Model name that agents ask for, e.g. the name of a role. */
  readonly alias: string;
  readonly model: ExternalModel;
  /** Path of the construct that asks for it. */
  readonly owner: string;
  /**
   * What it plans to ask of the model at its peak; asked for when the app is synthesized. The limits of the model are held against it.
   * @default - unknown
   */
  readonly load?: () => ClientLoad;
}

/** What a client is planned to ask of a router at its peak. */
export interface ClientLoad {
  /** Requests in flight at the same time: a session sends one after the other. */
  readonly sessions: number;
  /** Null where a role does not say how often it asks. */
  readonly requestsPerMinute: number | null;
  /** Prompts and answers; null where a role does not say how often it asks. */
  readonly tokensPerMinute: number | null;
}

/** What a router lets a client ask, in each of its instances or over all of them; null where it does not bound it. */
export interface Admission {
  readonly maxParallelRequests: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** Counted over all instances together. */
  readonly isShared: boolean;
}

/** Series of a router by meaning; null where it writes none, and then there is no alert on it. */
export interface RouterMetrics {
  /** Counter: requests of all clients. */
  readonly requests: string | null;
  /** Counter: requests that failed in the end. */
  readonly failures: string | null;
  /**
   * Label of `failures` with the HTTP status that the client was given.
   * @default - it does not say why requests failed
   */
  readonly failureStatusLabel?: string | null;
  /**
   * Label of `failures` with the alias that was asked for: with `aliases` of the router, failures are held against the pools behind it.
   * @default - it does not say what was asked for
   */
  readonly failureAliasLabel?: string | null;
  /** Gauge by route. */
  readonly routeState: RouteStateMetric | null;
  /**
   * Counter of tokens, prompt and answer, by client.
   * @default - not counted by client
   */
  readonly tokens?: ClientTokensMetric | null;
}

/** Series that counts the tokens of the clients of a router. */
export interface ClientTokensMetric {
  readonly series: string;
  /** Label with the name of the client's key. */
  readonly clientLabel: string;
  /**
   * Pattern (RE2) whose first group is the client in that name.
   * @default '(.*)'
   */
  readonly clientPattern?: string;
}

/** Series that says whether a route of the router is up. */
export interface RouteStateMetric {
  readonly series: string;
  /** Value of a route that fails. */
  readonly down: number;
  /** Label with the model behind the route. */
  readonly modelLabel: string;
  /** Label with the address behind the route. */
  readonly addressLabel: string;
  /**
   * Label with the name of the route, as `aliases` of the router have it.
   * @default - it does not say which route
   */
  readonly routeLabel?: string;
}

/** Where the pods of a router serve metrics, and what these are called. */
export interface ObservedRouter {
  /** Its pods are those of a Deployment of this name. */
  readonly scraped: IScraped;
  readonly metrics: RouterMetrics;
  /**
   * Pods that work for the router and are scraped with it, e.g. a proxy in front of its pools.
   * @default - none
   */
  readonly beside?: readonly IScraped[];
  /**
   * The database in which it keeps what clients spend.
   * @default - it has none, or that serves no metrics
   */
  readonly database?: ObservedStateStore | undefined;
  /**
   * Every alias with the pools that answer it; asked for when the app is synthesized.
   * @default - nobody says: failures are held against all pools together
   */
  readonly aliases?: () => readonly ObservedAlias[];
  /**
   * Keys of clients that end on a day; asked for when the app is synthesized.
   * @default - none does, or nobody says
   */
  readonly expiringKeys?: () => readonly ExpiringKey[];
}

/** A key that the router refuses from a day on. */
export interface ExpiringKey {
  /** Name of the client. */
  readonly client: string;
  /** First day on which it is refused, ISO, UTC. */
  readonly expires: string;
}

/** An alias of a router, and what answers it. */
export interface ObservedAlias {
  readonly alias: string;
  readonly pools: readonly {
    readonly namespace: string;
    readonly name: string;
    /** Name of the route in the series of the router. */
    readonly route: string;
  }[];
}

/**
 * One OpenAI-compatible door in front of pools: agents ask for an alias and never for a GPU. `LiteLLMRouter` is one; hold your own against
 * `routerProblems` of `cdktf-agent-fleet/testing`.
 */
export interface IRouter extends IService {
  readonly kind: 'router';
  /** What Prometheus scrapes; undefined for a router that is monitored elsewhere. */
  readonly observed: ObservedRouter | undefined;
  /** Leads an alias to a pool, and the `aliases` of the pool as well, and opens the network to it. The same alias to the same pool is one route, also when several fleets ask for it. */
  addRoute(route: RouteProps): void;
  /**
   * It divides the requests of an alias between the pools of a `group` by the `share` of each route.
   * @default false: fleets with a `rollout` are refused (AF-ENG-075)
   */
  readonly dividesRoutes?: boolean;
  /**
   * Leads an alias to an external model, hands its key to the router and opens the network to its host. The same again changes nothing.
   * @default - the router reaches no external models: fleets with `apiRoles` are refused (AF-RTE-032)
   */
  addExternal?(external: ExternalRouteProps): void;
  /** Sends requests of an alias elsewhere for a cause, after those that are there already. The same again changes nothing. */
  fallback(fallback: FallbackProps): void;
  /** Aliases that take over from an alias for a cause, in this order; empty where none does. */
  fallbacksOf(alias: string, when: FallbackCause): readonly string[];
  /** Model name that clients send to be led along an alias. */
  modelOf(alias: string): string;
  /**
   * What a request of an alias passes, and the worst that may become of it; asked when the app is synthesized. The agents are told how long to wait, and the
   * plan shows it.
   * @default - not known: the agents wait as long as their clients do
   */
  passOf?(alias: string): RequestPass | undefined;
  /**
   * Price of the external model that may take over from an alias; null where there is none, or it has no price. Plans compare pools with it.
   * @default - not known
   */
  apiPriceOf?(alias: string): ApiPrice | null;
  /**
   * What a client is planned to ask; asked for when the app is synthesized. The limits of its key follow. The same client again replaces what was said.
   * @default - clients are not limited by their plan
   */
  expectLoad?(client: Workload, load: () => ClientLoad): void;
  /**
   * What a client may ask at once and within a minute.
   * @default - not known
   */
  admissionOf?(client: Workload): Admission | undefined;
  /**
   * Sends the spans of the router to a collector, and hands the trace of each request on to the engine. The same again changes nothing.
   * @default - the router is not traced
   */
  traceTo?(tracing: ITracing): void;
  /**
   * Aliases that a client may ask for.
   * @default - not known: every alias
   */
  modelsOf?(client: Workload): readonly string[];
  /**
   * What it looks at on its way: texts of requests and answers, and calls of tools.
   * @default - not known
   */
  readonly guards?: { readonly texts: boolean; readonly tools: boolean };
}

/** Recognises a router by what it can do, so that a user's own is one. */
export function isRouter(value: unknown): value is IRouter {
  if (!isService(value) || value.kind !== 'router') return false;
  const { addRoute, fallback, fallbacksOf, modelOf } = value as Partial<Record<keyof IRouter, unknown>>;
  return [addRoute, fallback, fallbacksOf, modelOf].every((act) => typeof act === 'function');
}
