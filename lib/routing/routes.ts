import { z } from 'zod';
import type { LatencyClass } from '../catalog/latency-class';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { freeText } from '../core/notion';
import { routeAlias } from '../core/route-alias';
import { branded, parseProps, wholeNumber } from '../core/schema';
import { type TokenCosts, tokenCostsSchema } from '../economics/token-costs';
import { type IInferencePool, isDeployed, isInferencePool } from '../inference/contract';
import { ALIAS_RULES } from './rules';

/** Which alias leads to which pool. An alias is what agents ask for; several pools behind one alias are a group by choice only. */
export interface RouteProps {
  /** Model name that agents ask for, e.g. the name of a role. */
  readonly alias: string;
  /** Pool that serves it. */
  readonly pool: IInferencePool;
  /**
   * LoRA adapter of the pool that answers, by its name.
   * @default - the model of the pool
   */
  readonly adapter?: string;
  /**
   * Path of the construct that asks for the route; several fleets may share a router.
   * @default - the router's own path
   */
  readonly owner?: string;
  /**
   * Name of the fleet that asks for the route. Where fleets with routers of their own have roles of the same name on one pool, each router plans for its own.
   * @default - the alias is planned for by its name, whichever fleet has a role of it
   */
  readonly fleet?: string;
  /**
   * This alias may lead to several pools, between which the router balances. Every route of the alias must say so.
   * @default false
   */
  readonly group?: boolean;
  /**
   * Share of the requests of the alias that this pool answers, above 0 and below 1, in a `group`; every route of the alias says one. The router counts requests, not sessions.
   * @default - all pools of the group alike
   */
  readonly share?: number;
  /**
   * Requests that may start within a minute; more are refused with 429.
   * @default - no limit
   */
  readonly requestsPerMinute?: number;
  /**
   * Tokens, prompts and answers together, within a minute; more are refused with 429. LiteLLM derives from it how many requests
   * may be in flight, one for each 6,000 tokens, unless one of the two limits beside it is set.
   * @default - no limit
   */
  readonly tokensPerMinute?: number;
  /**
   * Requests in flight at the same time in one replica of the router; more are refused with 429 until one has ended.
   * @default - the alias's share of what the pool holds at its planned context, divided by the replicas of the router; no limit where that is not known
   */
  readonly maxParallelRequests?: number;
  /**
   * Seconds until one attempt is given up; longer than the engine needs for the longest request (AF-RTE-018).
   * @default - twice what the plan expects of the longest request, at most the requestTimeoutSeconds of the router
   */
  readonly timeoutSeconds?: number;
  /**
   * Seconds until a streaming answer has begun, and between two of its parts; at most `timeoutSeconds`.
   * @default - twice what the plan expects of the first token of the longest prompt
   */
  readonly streamTimeoutSeconds?: number;
  /**
   * Longest answer, tokens: with the context of the pool it says how long a request may take.
   * @default - unknown: as long as the context allows
   */
  readonly longestAnswerTokens?: number;
  /**
   * Who waits; voice and chat are given up sooner.
   * @default 'background'
   */
  readonly latency?: LatencyClass;
  /**
   * What a million tokens cost on this pool, from your own measurement of price and throughput. Without it the router counts
   * tokens but no spend.
   * @default - unknown
   */
  readonly costPerMillionTokens?: TokenCosts;
  /**
   * The turns of a session come back to this alias, so that a replica which holds its KV cache is worth returning to: on a pool with more than one
   * replica the router's session affinity sends them there.
   * @default true, for language models
   */
  readonly multiTurn?: boolean;
  /**
   * Hand the callers' `x-` headers, and with them the session id, on to the pool: a proxy of your own in front of its pods may pin sessions by it. With
   * the router's session affinity they are handed on anyway, as they are to the proxy of a pool with `prefill`.
   * @default false
   */
  readonly forwardSessionHeaders?: boolean;
}

export const routeSchema = z
  .strictObject({
    alias: routeAlias,
    pool: branded<IInferencePool>(isInferencePool, "an InferencePool, e.g. new InferencePool(stack, 'planner', …)"),
    adapter: routeAlias.optional(),
    owner: freeText('path of a construct').optional(),
    fleet: freeText('name of a fleet').optional(),
    group: z.boolean().default(false),
    share: z.number().gt(0).lt(1).optional(),
    requestsPerMinute: wholeNumber(1).optional(),
    tokensPerMinute: wholeNumber(1).optional(),
    maxParallelRequests: wholeNumber(1).optional(),
    timeoutSeconds: wholeNumber(1, 86_400).optional(),
    streamTimeoutSeconds: wholeNumber(1, 86_400).optional(),
    longestAnswerTokens: wholeNumber(1).optional(),
    latency: z.enum(['voice', 'chat', 'background']).default('background'),
    costPerMillionTokens: tokenCostsSchema.optional(),
    multiTurn: z.boolean().default(true),
    forwardSessionHeaders: z.boolean().default(false),
  })
  .refine(({ group, share }) => share === undefined || group, { error: 'expected group: true beside it', path: ['share'] })
  .refine(({ timeoutSeconds, streamTimeoutSeconds = 0 }) => timeoutSeconds === undefined || streamTimeoutSeconds <= timeoutSeconds, {
    error: 'expected at most timeoutSeconds',
    path: ['streamTimeoutSeconds'],
  });

/** An alias and the pools that answer it. */
export type Route = Omit<z.output<typeof routeSchema>, 'fleet'> & {
  readonly owner: string;
  /** Names of all fleets that ask this router for the pool; empty where nobody says. */
  readonly fleets: ReadonlySet<string>;
};

export class Routes {
  private readonly list: Route[] = [];
  /** Who asked for which alias: several fleets may ask for the same route. */
  private readonly asked: Pick<Route, 'alias' | 'pool' | 'owner'>[] = [];
  private readonly ofPools = new Map<string, Route>();
  private readonly fleetsOf = new Map<IInferencePool, Set<string>>();

  constructor(private readonly path: string) {}

  /**
   * Adds a route. The same alias to the same model of the same pool is one route, also when several fleets ask for it.
   * @throws FleetSpecError when an option is malformed.
   */
  add(props: RouteProps): Route {
    const { fleet, ...parsed } = parseProps(routeSchema, props, { path: this.path, className: 'addRoute' });
    const known = this.list.find((route) => route.alias === parsed.alias && route.pool === parsed.pool && route.adapter === parsed.adapter);
    const owner = parsed.owner ?? this.path;
    this.asked.push({ alias: parsed.alias, pool: parsed.pool, owner });
    const fleets = this.fleetsOf.get(parsed.pool) ?? new Set();
    this.fleetsOf.set(parsed.pool, fleets);
    if (fleet !== undefined) fleets.add(fleet);
    if (known !== undefined) return known;
    const forwardSessionHeaders = parsed.forwardSessionHeaders || (isDeployed(parsed.pool) && parsed.pool.door !== undefined);
    const route = { ...parsed, forwardSessionHeaders, owner, fleets };
    this.list.push(route);
    return route;
  }

  /** Counts what a client outside of the app asks of a pool among what is asked through this router. */
  askedBy(pool: IInferencePool, client: string): void {
    this.fleetsOf.get(pool)?.add(client);
  }

  /** Leads the other names of the pool of a route there as well, as the route does, without limits of their own. A route that names one itself comes before. */
  addAliases({
    adapter: _adapter,
    requestsPerMinute: _requests,
    tokensPerMinute: _tokens,
    maxParallelRequests: _parallel,
    ...route
  }: Route): void {
    const { pool } = route;
    for (const alias of aliasesOfPool(pool)) {
      const key = `${alias} ${pool.node.path}`;
      if (!this.ofPools.has(key)) this.ofPools.set(key, { ...route, alias, owner: pool.node.path, group: false });
    }
  }

  all(): readonly Route[] {
    const named = ({ alias, pool }: Route) => this.list.some((route) => route.alias === alias && route.pool === pool);
    return [...this.list, ...[...this.ofPools.values()].filter((route) => !named(route))];
  }

  /** Every alias with everybody who asked for it. */
  owned(): readonly Pick<Route, 'alias' | 'pool' | 'owner'>[] {
    return [...this.asked, ...this.all()];
  }

  aliases(): string[] {
    return [...new Set(this.all().map((route) => route.alias))];
  }

  of(alias: string): readonly Route[] {
    return this.all().filter((route) => route.alias === alias);
  }

  findings(): UnplacedFinding[] {
    return this.aliases().flatMap((alias) => {
      const routes = this.of(alias).map((route) => ({ pool: nameOf(route), owner: route.owner, group: route.group }));
      return evaluateRules(ALIAS_RULES, { alias, routes });
    });
  }
}

/** Further names of the model of a pool. */
export const aliasesOfPool = (pool: IInferencePool): readonly string[] => pool.view().spec.aliases ?? [];

const nameOf = ({ pool, adapter }: Route): string => `${pool.node.path}${adapter === undefined ? '' : `, adapter ${adapter}`}`;
