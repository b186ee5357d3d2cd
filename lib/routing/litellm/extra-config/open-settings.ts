/** Settings of LiteLLM that a user may write: nothing of the plan, of the network or of an alert depends on them, and they need no licence. */
import { z } from 'zod';
import { notion } from '../../../core/notion';
import { wholeNumber } from '../../../core/schema';
import type { Section } from './known-settings';

const MOST_SECONDS = 3_600;
const MOST_BUCKETS = 50;
const MOST_ROWS = 100_000;

const flag = z.boolean();
const seconds = wholeNumber(1, MOST_SECONDS);
const rows = wholeNumber(1, MOST_ROWS);
const headerName = notion('name of a header', "letters, digits and dashes, e.g. 'x-user-id'", (text) =>
  /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(text),
);

export const OPEN_SETTINGS: Readonly<Record<Section, Readonly<Record<string, z.ZodType>>>> = {
  router_settings: {
    // How long a client of a provider is kept.
    client_ttl: seconds,
  },
  litellm_settings: {
    anthropic_prompt_caching_ttl: z.enum(['5m', '1h']),
    anthropic_sse_ping_interval_seconds: seconds,
    bedrock_neutralize_orphaned_tool_blocks: flag,
    // Agents are told 422 of a budget that is spent; some frameworks know 429 alone.
    budget_exceeded_status_code: z.union([z.literal(422), z.literal(429)]),
    disable_aiohttp_transport: flag,
    disable_end_user_cost_tracking: flag,
    enable_anthropic_prompt_caching: flag,
    enable_json_schema_validation: flag,
    filter_invalid_headers: flag,
    force_ipv4: flag,
    gemini_include_thoughts_default: flag,
    http2: flag,
    include_cost_in_streaming_usage: flag,
    log_client_error_tracebacks: flag,
    // Requests that a provider would refuse are changed until it takes them.
    modify_params: flag,
    prometheus_latency_buckets: z.array(z.number().positive().max(MOST_SECONDS)).min(1).max(MOST_BUCKETS),
    redact_messages_in_exceptions: flag,
    redact_user_api_key_info: flag,
    request_correlation_in_logs: flag,
    return_response_headers: flag,
    sse_keepalive_ping_interval_seconds: seconds,
    suppress_debug_info: flag,
  },
  general_settings: {
    disable_requester_ip_address_logging: flag,
    enforce_user_param: flag,
    fail_closed_budget_enforcement: flag,
    fail_closed_rate_limit_enforcement: flag,
    include_call_id_in_error_body: flag,
    maximum_spend_logs_cleanup_batch_size: rows,
    maximum_spend_logs_cleanup_max_batches: rows,
    missing_session_id: z.enum(['generate', 'reject', 'omit']),
    reject_clientside_metadata_tags: flag,
    user_api_key_cache_max_size: rows,
    user_header_name: headerName,
  },
};
