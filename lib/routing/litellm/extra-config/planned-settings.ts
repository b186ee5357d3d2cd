/** Settings of LiteLLM that are not a user's to write, by what to write in their place: they would change what was planned, or open what is closed. */
import type { Section } from './known-settings';

const FALLBACKS = 'fallbacks, overflow, contextWindowFallbacks or contentPolicyFallbacks, which residency and the worst case are judged by';
const LIMITS = 'limits of routes (maxParallelRequests, requestsPerMinute, tokensPerMinute) or of clientKeys';
const STORE = 'sessionStore';
const DATABASE = 'database';
const BREAKER = 'circuitBreaker';
const BUDGETS = 'budget of clientKeys or teams';
const TRACING = 'tracing of the fleet, and turn it off nowhere else';
const PROMPTS = 'nothing: prompts and answers stay out of logs and tables';
const HEADERS = 'forwardSessionHeaders of a route: headers of clients never leave for a provider';
const LICENCE = 'nothing: LiteLLM takes it without its licence, and does not act on it';
const ALERTS = 'alerts of ObservabilityStack, which read every series of the router';
const HEALTH = 'nothing: each check is a request to the model, which wakes pools and costs tokens';
const ALIASES = 'aliases of routes or of a pool';
const ROUTED = 'addRoute and externalModels';

const ROUTER: Readonly<Record<string, string>> = {
  allowed_fails: BREAKER,
  allowed_fails_policy: BREAKER,
  cache_kwargs: STORE,
  cache_responses: 'nothing: one client would be given the answers of another',
  context_window_fallbacks: 'contextWindowFallbacks',
  cooldown_time: BREAKER,
  default_fallbacks: FALLBACKS,
  content_policy_fallbacks: 'contentPolicyFallbacks',
  default_max_parallel_requests: LIMITS,
  disable_cooldowns: BREAKER,
  fallbacks: 'fallbacks',
  max_fallbacks: FALLBACKS,
  model_group_alias: ALIASES,
  model_list: ROUTED,
  num_retries: 'retries',
  optional_pre_call_checks: 'limits and sessionAffinity, from which they follow',
  redis_db: STORE,
  redis_host: STORE,
  redis_password: STORE,
  redis_port: STORE,
  redis_url: STORE,
  retry_after: 'retries',
  retry_policy: 'retries',
  routing_strategy: 'strategy',
  stream_timeout: 'streamTimeoutSeconds of routes',
  timeout: 'requestTimeoutSeconds, or timeoutSeconds of routes',
};

const LITELLM: Readonly<Record<string, string>> = {
  allowed_fails: BREAKER,
  budget_duration: BUDGETS,
  callbacks: TRACING,
  content_policy_fallbacks: 'contentPolicyFallbacks',
  context_window_fallbacks: 'contextWindowFallbacks',
  cost_discount_config: 'costPerMillionTokens',
  cost_margin_config: 'costPerMillionTokens',
  default_fallbacks: FALLBACKS,
  failure_callback: TRACING,
  fallbacks: 'fallbacks',
  guardrails: 'guardrails',
  max_budget: BUDGETS,
  model_alias_map: ALIASES,
  model_group_settings: HEADERS,
  num_retries: 'retries',
  prometheus_exclude_labels: ALERTS,
  prometheus_exclude_metrics: ALERTS,
  prometheus_metrics_config: ALERTS,
  request_timeout: 'requestTimeoutSeconds',
  service_callback: TRACING,
  store_audit_logs: LICENCE,
  success_callback: TRACING,
  turn_off_message_logging: PROMPTS,
  log_raw_request_response: PROMPTS,
  cache: 'nothing: one client would be given the answers of another',
  cache_params: 'nothing: one client would be given the answers of another',
};

const GENERAL: Readonly<Record<string, string>> = {
  alert_to_webhook_url: ALERTS,
  alerting: ALERTS,
  allow_requests_on_db_unavailable: 'nothing: keys would not be checked',
  background_health_checks: HEALTH,
  coordination_redis: STORE,
  custom_auth: 'clientKeys',
  database_connection_pool_limit: DATABASE,
  database_url: DATABASE,
  disable_master_key_return: 'masterKey',
  enable_jwt_auth: LICENCE,
  enforce_fallback_model_access: FALLBACKS,
  forward_client_headers_to_llm_api: HEADERS,
  global_max_parallel_requests: LIMITS,
  health_check_interval: HEALTH,
  master_key: 'masterKey',
  max_file_size_mb: LICENCE,
  max_parallel_requests: LIMITS,
  max_request_size_mb: LICENCE,
  max_response_size_mb: LICENCE,
  maximum_spend_logs_retention_period: DATABASE,
  pass_through_endpoints: ROUTED,
  public_routes: 'clientKeys',
  store_model_in_db: 'nothing: models of the database would stand beside those of the plan',
  store_prompts_in_spend_logs: PROMPTS,
};

const BY_SECTION: Readonly<Record<Section, Readonly<Record<string, string>>>> = {
  router_settings: ROUTER,
  litellm_settings: LITELLM,
  general_settings: GENERAL,
};

const OTHERS: Readonly<Record<string, string>> = {
  callback_settings: TRACING,
  environment_variables: 'secrets of the props that need them',
  guardrails: 'guardrails',
  model_list: ROUTED,
};

/** What to write in place of a setting that LiteLLM knows and that is no user's. */
export const insteadOf = (section: Section, name: string): string =>
  BY_SECTION[section][name] ?? 'nothing: the plan does not know what it changes';

/** What to write in place of another part of its configuration. */
export const insteadOfSection = (name: string): string => OTHERS[name] ?? 'nothing: the plan does not know what it changes';
