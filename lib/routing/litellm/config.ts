/**
 * The routes as LiteLLM's config.yaml. Every key is one that LiteLLM knows: it takes unknown ones without an error, so a test holds
 * this file against the list of its keys.
 */
import type { ModelFacts } from '../../catalog/model-facts';
import type { YamlValue } from '../../core/yaml';
import { sharesOf } from '../../inference/pool-shares';
import type { Workload } from '../../security/workload';
import type { ITracing } from '../../tracing/contract';
import type { RouteLimits } from '../limits/route-limits';
import { requestPriority } from '../request-priority';
import type { Route } from '../routes';
import { breakerOf, type CircuitBreakerSpec } from './circuit-breaker';
import { KEY_CHECK_FUNCTION } from './client-keys/key-check';
import { costs, plannedCosts } from './costs';
import { type CountsStore, coordinationRedis, countsStoreOf, redisSettings } from './counts-store';
import { REQUEST_CHECK } from './database/request-check';
import { externalDeployment } from './external-deployment';
import { extraSettings } from './extra-config/extra-config';
import type { Section } from './extra-config/known-settings';
import { guardrailList } from './guardrails';
import { overflowRetries } from './overflow';
import { keyOfPool } from './pool-keys';
import type { Fallbacks, LiteLLMRouterSpec } from './router-props';
import { HOLD, heldAliases } from './sleeping-pools';

/** LiteLLM's client for any server that speaks the OpenAI dialect; engines with a client of their own name it. */
const OPENAI_COMPATIBLE = 'openai';
/** Sent to an engine that reads none. */
const NO_KEY = 'none';
/** LiteLLM's word for what a model does. */
const MODES: Readonly<Record<ModelFacts['kind'], string>> = { llm: 'chat', embedding: 'embedding', reranker: 'rerank' };

/** The callback that writes spans. */
const TRACED = 'otel';

/** Where the router finds a pool: at its own address, or behind the proxy that keeps sessions on their replicas. */
export type AddressOf = (route: Route) => string;

/** What each route allows. */
export type LimitsOf = (route: Route) => RouteLimits;

/** What the configuration asks of a route. */
export interface RouteQuestions {
  readonly addressOf: AddressOf;
  readonly limitsOf: LimitsOf;
  /** Where the spans of the router go. */
  tracing(): ITracing | undefined;
  /** The router. */
  readonly workload: Workload;
}

export function litellmConfig(
  spec: LiteLLMRouterSpec,
  routes: readonly Route[],
  { addressOf, limitsOf, tracing, workload }: RouteQuestions,
): YamlValue {
  const counts = countsStoreOf(spec, workload);
  return {
    model_list: [
      ...routes.map((route) => deployment(route, spec.circuitBreaker, { address: addressOf(route), limits: limitsOf(route), routes })),
      ...Object.entries(spec.externalModels).map(([alias, model]) => externalDeployment(alias, model)),
    ],
    guardrails: guardrailList(spec.guardrails),
    router_settings: routerSettings(spec, routes, counts),
    litellm_settings: litellmSettings(
      spec,
      routes.filter((route) => route.forwardSessionHeaders || addressOf(route) !== route.pool.url),
      [...(tracing() === undefined ? [] : [TRACED]), ...(Object.keys(heldAliases(spec, routes, addressOf)).length === 0 ? [] : [HOLD])],
    ),
    general_settings: {
      master_key: 'os.environ/LITELLM_MASTER_KEY',
      ...(spec.database === undefined ? { custom_auth: KEY_CHECK_FUNCTION } : DATABASE_SETTINGS),
      // Where limits of keys are counted; those of deployments are in router_settings.
      coordination_redis: coordinationRedis(counts),
      // An agent that hangs up frees its slot in the engine.
      cancel_on_disconnect: true,
      // Agents connect directly; the empty list says so.
      trusted_proxy_ranges: [],
      ...own(spec, 'general_settings'),
    },
  };
}

/** What the user writes of a section; nothing of it is written here as well (AF-RTE-067). */
const own = (spec: LiteLLMRouterSpec, section: Section) => extraSettings(spec.extraConfig, section) as Readonly<Record<string, YamlValue>>;

/** Connections of each instance to its database. */
export const DATABASE_CONNECTIONS = 10;

/** Clients have keys of their own, which LiteLLM by itself keeps in a database only. */
const DATABASE_SETTINGS = {
  // Of each instance.
  database_connection_pool_limit: DATABASE_CONNECTIONS,
  // Seconds until spend is written.
  proxy_batch_write_at: 10,
  // A request without max_tokens would reserve all that is left of a budget, and the next one be refused while it runs.
  disable_budget_reservation: true,
  // Seconds for which an instance believes what it read of a key: a revoked one is refused after them.
  user_api_key_cache_ttl: 30,
  // Errors hold requests.
  disable_error_logs: true,
  store_prompts_in_spend_logs: false,
  maximum_spend_logs_retention_period: '90d',
};

interface OfRoute {
  readonly address: string;
  readonly limits: RouteLimits;
  /** All routes of the router. */
  readonly routes: readonly Route[];
}

/** Percent of the requests of an alias that several pools answer; undefined where one does. LiteLLM draws by it while `simple-shuffle` is its strategy. */
function weightOf(route: Route, routes: readonly Route[]): number | undefined {
  if (route.share !== undefined) return Number((route.share * 100).toFixed(2));
  const group = routes.filter(({ alias }) => alias === route.alias);
  if (group.length < 2) return undefined;
  const share = sharesOf(group.map(({ pool }) => pool.view()))[group.indexOf(route)] ?? 0;
  return Number((share * 100).toFixed(2));
}

function deployment(route: Route, breaker: CircuitBreakerSpec, { address, limits, routes }: OfRoute): YamlValue {
  const { pool, alias } = route;
  const { engine, spec } = pool.view();
  const { name = OPENAI_COMPATIBLE, atRoot = false } = engine.clientOf('litellm', spec.model.facts.kind) ?? {};
  return {
    model_name: alias,
    litellm_params: {
      model: `${name}/${modelNameOf(route)}`,
      // Its client of OpenAI asks for a key, also where the engine has none.
      api_key: keyOfPool(pool) ?? (name === OPENAI_COMPATIBLE ? NO_KEY : undefined),
      api_base: atRoot ? address.replace(/\/v1$/, '') : address,
      weight: weightOf(route, routes),
      rpm: route.requestsPerMinute,
      tpm: route.tokensPerMinute,
      max_parallel_requests: limits.parallel ?? undefined,
      // Each attempt of its own; LiteLLM reads them before those of the router.
      timeout: limits.timeoutSeconds,
      stream_timeout: limits.streamTimeoutSeconds,
      // Goes into the body of the request in place of a number that a client writes there.
      priority: requestPriority(route),
      ...costs(route.costPerMillionTokens ?? plannedCosts(pool.view())),
    },
    model_info: {
      // Counters and cooldowns are kept under this id; without one it changes with every edit of the parameters.
      id: deploymentId(route),
      mode: MODES[spec.model.facts.kind],
      // LiteLLM cannot count a list of texts to embed, and logs an error for each.
      max_input_tokens: spec.model.facts.kind === 'llm' ? spec.maxContextTokens : undefined,
      ...breakerOf(breaker),
    },
  };
}

/** By which the engine knows what the route leads to. */
function modelNameOf({ pool, adapter }: Route): string {
  const { servedName, adapter: program } = pool.view();
  if (adapter === undefined) return servedName;
  return program?.definition.adapterNames === 'of-model' ? `${servedName}:${adapter}` : adapter;
}

export function deploymentId({ alias, pool }: Route): string {
  return `${alias}.${pool.view().namespace}.${pool.name}`;
}

function routerSettings(spec: LiteLLMRouterSpec, routes: readonly Route[], counts: CountsStore | undefined): YamlValue {
  return {
    routing_strategy: spec.strategy,
    num_retries: spec.retries,
    timeout: spec.requestTimeoutSeconds,
    // Compares the length of a prompt with max_input_tokens before a pool refuses it.
    enable_pre_call_checks: true,
    // Limits of a deployment only weigh the shuffle unless this check enforces them.
    optional_pre_call_checks: [...routes, ...externalSpecs(spec)].some(isLimited) ? ['enforce_model_rate_limits'] : undefined,
    fallbacks: fallbackList(spec.fallbacks),
    model_group_retry_policy: overflowRetries(spec.overflow),
    context_window_fallbacks: fallbackList(spec.contextWindowFallbacks),
    content_policy_fallbacks: fallbackList(spec.contentPolicyFallbacks),
    ...redisSettings(counts),
    ...own(spec, 'router_settings'),
  };
}

/** Requests or tokens of a minute are limited. */
export const isLimited = (limits: Pick<Route, 'requestsPerMinute' | 'tokensPerMinute'>): boolean =>
  limits.requestsPerMinute !== undefined || limits.tokensPerMinute !== undefined;

const externalSpecs = (spec: LiteLLMRouterSpec) => Object.values(spec.externalModels).map((model) => model.spec);

/** LiteLLM ≥ 1.108 stops at a target that is not a list. */
function fallbackList(fallbacks: Fallbacks): YamlValue | undefined {
  const entries = Object.entries(fallbacks);
  return entries.length === 0 ? undefined : entries.map(([alias, targets]) => ({ [alias]: targets }));
}

/**
 * @param withSession routes whose pools, or the proxy in front of them, are told the session
 * @param also further callbacks
 */
function litellmSettings(spec: LiteLLMRouterSpec, withSession: readonly Route[], also: readonly string[]): YamlValue {
  const forwarded = [...new Set(withSession.map((route) => route.alias))];
  return {
    request_timeout: spec.requestTimeoutSeconds,
    // Parameters that an engine does not know are left out instead of failing the request.
    drop_params: true,
    callbacks: ['prometheus', ...also, ...(spec.database === undefined ? [] : [REQUEST_CHECK])],
    // The spans of the engine belong to the trace of the agent.
    forward_traceparent_to_llm_provider: also.includes(TRACED) ? true : undefined,
    // The network policy lets Prometheus alone reach the port from outside the fleet.
    require_auth_for_metrics_endpoint: false,
    // Prompts and answers stay out of the logs.
    turn_off_message_logging: true,
    json_logs: true,
    // Token counts must not wait for a download that the network policy refuses.
    disable_hf_tokenizer_download: true,
    model_group_settings: forwarded.length === 0 ? undefined : { forward_client_headers_to_llm_api: forwarded },
    ...own(spec, 'litellm_settings'),
  };
}
