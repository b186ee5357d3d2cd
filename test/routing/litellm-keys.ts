/**
 * The keys that LiteLLM 1.108.12 knows, read from the package on PyPI: `router_settings` are the arguments of `Router.__init__` (router.py),
 * `general_settings` the fields of `ConfigGeneralSettings` (proxy/_types.py). LiteLLM takes any other key without a word.
 */

// biome-ignore format: a table
export const ROUTER_SETTINGS: readonly string[] = [
  'alerting_config', 'allowed_fails', 'allowed_fails_policy', 'assistants_config', 'auto_router_capability_limit',
  'background_health_check_model_groups', 'cache_kwargs', 'cache_responses', 'caching_groups', 'client_ttl', 'content_policy_fallbacks',
  'context_window_fallbacks', 'cooldown_time', 'debug_level', 'default_fallbacks', 'default_litellm_params',
  'default_max_parallel_requests', 'default_priority', 'deployment_affinity_ttl_seconds', 'disable_cooldowns',
  'enable_health_check_routing', 'enable_pre_call_checks', 'enable_tag_filtering', 'enable_weighted_failover', 'fallback_access_check',
  'fallback_budget_check', 'fallback_on_unsupported_params', 'fallbacks', 'guardrail_list', 'health_check_ignore_transient_errors',
  'health_check_staleness_threshold', 'ignore_invalid_deployments', 'max_fallbacks', 'model_group_affinity_config', 'model_group_alias',
  'model_group_retry_policy', 'model_list', 'num_retries', 'optional_pre_call_checks', 'plugins', 'polling_interval',
  'provider_budget_config', 'redis_db', 'redis_host', 'redis_password', 'redis_port', 'redis_url', 'retry_after', 'retry_policy',
  'router_general_settings', 'routing_groups', 'routing_strategy', 'routing_strategy_args', 'search_tools', 'set_verbose',
  'stream_timeout', 'tag_filtering_match_any', 'tag_routing_prefix', 'timeout',
];

// biome-ignore format: a table
export const GENERAL_SETTINGS: readonly string[] = [
  'admission_queue_timeout_seconds', 'agent_access_default_deny', 'alert_to_webhook_url', 'alert_types', 'alerting', 'alerting_args',
  'alerting_threshold', 'allow_cli_sso_verification_uri_complete', 'allow_unmanaged_response_ids', 'allowed_client_side_s3_buckets',
  'allowed_file_extensions', 'allowed_routes', 'apply_user_budget_to_team_keys', 'background_health_check_model_groups',
  'background_health_checks', 'blocked_file_extensions', 'cancel_on_disconnect', 'claude_code_gateway_managed_settings',
  'completion_model', 'control_plane_url', 'coordination_redis', 'custom_auth', 'dangerously_permit_weak_or_unset_master_key',
  'database_args', 'database_connect_timeout', 'database_connection_pool_limit', 'database_connection_timeout',
  'database_disable_prepared_statements', 'database_extra_connection_params', 'database_max_idle_connection_lifetime',
  'database_socket_timeout', 'database_type', 'database_url', 'disable_auto_add_proxy_admin_to_teams', 'disable_budget_reservation',
  'disable_env_credential_login', 'disable_fallbacks_on_per_model_rate_limits', 'disable_password_login_when_sso_enabled',
  'disable_requester_ip_address_logging', 'disable_responses_id_security', 'enable_claude_code_gateway',
  'enable_openai_websocket_passthrough', 'enable_public_model_hub', 'enforce_fallback_model_access',
  'fail_closed_rate_limit_enforcement', 'failed_login_block_seconds', 'failed_login_window_seconds', 'forward_client_headers_to_llm_api',
  'global_max_parallel_requests', 'health_check_concurrency', 'health_check_interval', 'health_check_skip_disabled_background_models',
  'include_call_id_in_error_body', 'infer_model_from_keys', 'key_management_system', 'master_key', 'max_batch_file_records',
  'max_batch_file_size_mb', 'max_batch_file_uploads_per_day', 'max_failed_login_attempts_per_source',
  'max_failed_login_attempts_per_source_overrides', 'max_file_downloads_per_minute', 'max_file_size_mb',
  'max_in_flight_requests_per_worker', 'max_parallel_requests', 'max_queued_requests_per_worker', 'max_request_size_mb',
  'max_response_size_mb', 'maximum_autorouter_session_retention_period', 'maximum_daily_tag_spend_retention_period',
  'maximum_health_check_retention_period', 'maximum_spend_logs_cleanup_batch_size', 'maximum_spend_logs_cleanup_batch_timeout',
  'maximum_spend_logs_cleanup_max_batches', 'maximum_spend_logs_cleanup_run_budget', 'maximum_spend_logs_retention_period',
  'mcp_advertised_versions', 'mcp_allowed_clients', 'mcp_client_id_header', 'mcp_disabled_capabilities', 'mcp_internal_ip_ranges',
  'mcp_prefer_client_id_metadata_document', 'mcp_require_explicit_server_scope', 'mcp_required_fields', 'mcp_trusted_proxy_ranges',
  'mcp_xff_num_trusted_hops', 'missing_session_id', 'model_list_healthy_only', 'otel', 'pass_through_endpoints',
  'pass_through_request_timeout', 'password_policy_min_length', 'password_policy_require_lowercase', 'password_policy_require_numbers',
  'password_policy_require_special_characters', 'password_policy_require_uppercase', 'plugins', 'provider_url_destination_allowed_hosts',
  'proxy_config_reload_interval_seconds', 'reject_clientside_metadata_tags', 'responses_websocket_session_limit_seconds',
  'scheduled_job_stagger', 'search_tool_deny_by_default', 'spend_capture_rate_check', 'spend_logs_metadata_fields', 'store_model_in_db',
  'store_prompts_in_spend_logs', 'supported_db_objects', 'transcribe_media_buckets', 'trusted_proxy_ranges', 'ui_access_mode',
  'use_azure_key_vault', 'use_google_kms', 'use_spend_logs_partitioning', 'user_api_key_cache_max_size', 'user_header_mappings',
  'user_header_name', 'user_mcp_management_mode', 'user_url_allowed_hosts', 'user_url_validation', 'vector_store_deny_by_default',
];

/** Fields of `LiteLLM_Params` (types/router.py) that a deployment of an own pool may use, and the one that router_utils/client_initalization_utils.py reads. */
// biome-ignore format: a table
export const LITELLM_PARAMS: readonly string[] = [
  'api_base', 'api_key', 'api_version', 'aws_bedrock_runtime_endpoint', 'aws_region_name', 'cache_creation_input_token_cost', 'cache_read_input_token_cost', 'input_cost_per_token', 'itpm',
  'max_parallel_requests', 'max_retries', 'model', 'order', 'otpm', 'output_cost_per_token', 'rpm', 'stream_timeout', 'tags', 'timeout',
  'tpm', 'vertex_credentials', 'vertex_location', 'vertex_project', 'weight',
];

/** Fields of `ModelInfo` (types/router.py) and of `ModelInfoBase` (types/utils.py) that describe an own pool. */
// biome-ignore format: a table
export const MODEL_INFO: readonly string[] = [
  'allowed_fails_policy', 'base_model', 'cooldown_time', 'id', 'max_input_tokens', 'max_output_tokens', 'max_tokens', 'mode', 'output_vector_size', 'supports_function_calling',
  'supports_vision',
];

/** Attributes of the package `litellm` itself, which `litellm_settings` sets. */
// biome-ignore format: a table
export const LITELLM_SETTINGS: readonly string[] = [
  'cache', 'callbacks', 'disable_hf_tokenizer_download', 'drop_params', 'failure_callback', 'fallbacks',
  'forward_traceparent_to_llm_provider', 'json_logs', 'model_group_settings', 'num_retries', 'prometheus_exclude_labels', 'prometheus_metrics_config', 'request_timeout',
  'require_auth_for_metrics_endpoint', 'success_callback', 'turn_off_message_logging',
];
