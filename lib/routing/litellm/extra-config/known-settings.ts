/**
 * The settings that LiteLLM 1.108.12 knows, read from the package on PyPI on 2026-11-30: `router_settings` are the arguments of `Router.__init__` (router.py),
 * `general_settings` the fields of `ConfigGeneralSettings` (proxy/_types.py) and those that proxy_server.py reads by their name alone, `litellm_settings` the variables
 * of the package (__init__.py) without its keys of providers and lists of models. LiteLLM takes any other setting without a word.
 */

/** The release whose settings they are: that of the image. */
export const SETTINGS_RELEASE = '1.108.12';

/** Sections that hold settings. */
export const SECTIONS = ['router_settings', 'litellm_settings', 'general_settings'] as const;
export type Section = (typeof SECTIONS)[number];

/** What else stands at the top of its configuration (proxy/proxy_server.py). */
// biome-ignore format: a table
export const OTHER_SECTIONS: readonly string[] = [
  'agent_list', 'agents', 'assistant_settings', 'callback_settings', 'credential_list', 'default_vertex_config',
  'environment_variables', 'files_settings', 'finetune_settings', 'guardrails', 'include', 'mcp_servers', 'mcp_tools', 'model_list',
  'policies', 'policy_attachments', 'prompts', 'sandbox_tools', 'search_tools', 'vector_store_registry', 'worker_registry',
];

// biome-ignore format: a table
const ROUTER_SETTINGS: readonly string[] = [
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
const GENERAL_SETTINGS: readonly string[] = [
  'admin_only_routes', 'admission_queue_timeout_seconds', 'agent_access_default_deny', 'alert_to_webhook_url', 'alert_types',
  'alerting', 'alerting_args', 'alerting_threshold', 'allow_cli_sso_verification_uri_complete', 'allow_requests_on_db_unavailable',
  'allow_unmanaged_response_ids', 'allowed_client_side_s3_buckets', 'allowed_file_extensions', 'allowed_routes',
  'apply_user_budget_to_team_keys', 'background_health_check_model_groups', 'background_health_checks', 'blocked_file_extensions',
  'cancel_on_disconnect', 'claude_code_gateway_managed_settings', 'completion_model', 'control_plane_url', 'coordination_redis',
  'custom_auth', 'custom_key_generate', 'dangerously_permit_weak_or_unset_master_key', 'database_args', 'database_connect_timeout',
  'database_connection_pool_limit', 'database_connection_timeout', 'database_disable_prepared_statements',
  'database_extra_connection_params', 'database_max_idle_connection_lifetime', 'database_socket_timeout', 'database_type',
  'database_url', 'disable_auto_add_proxy_admin_to_teams', 'disable_budget_reservation', 'disable_env_credential_login',
  'disable_error_logs', 'disable_fallbacks_on_per_model_rate_limits', 'disable_master_key_return',
  'disable_password_login_when_sso_enabled', 'disable_requester_ip_address_logging', 'disable_responses_id_security',
  'disable_spend_logs', 'drain_endpoint_token', 'enable_claude_code_gateway', 'enable_drain_endpoint', 'enable_health_check_routing',
  'enable_jwt_auth', 'enable_openai_websocket_passthrough', 'enable_public_model_hub', 'enforce_fallback_model_access',
  'enforce_user_param', 'fail_closed_budget_enforcement', 'fail_closed_rate_limit_enforcement', 'failed_login_block_seconds',
  'failed_login_window_seconds', 'forward_client_headers_to_llm_api', 'global_max_parallel_requests', 'health_check_concurrency',
  'health_check_details', 'health_check_interval', 'health_check_skip_disabled_background_models', 'include_call_id_in_error_body',
  'infer_model_from_keys', 'key_management_system', 'litellm_jwtauth', 'master_key', 'max_batch_file_records', 'max_batch_file_size_mb',
  'max_batch_file_uploads_per_day', 'max_failed_login_attempts_per_source', 'max_failed_login_attempts_per_source_overrides',
  'max_file_downloads_per_minute', 'max_file_size_mb', 'max_in_flight_requests_per_worker', 'max_parallel_requests',
  'max_queued_requests_per_worker', 'max_request_size_mb', 'max_response_size_mb', 'maximum_autorouter_session_retention_period',
  'maximum_daily_tag_spend_retention_period', 'maximum_health_check_retention_period', 'maximum_spend_logs_cleanup_batch_size',
  'maximum_spend_logs_cleanup_batch_timeout', 'maximum_spend_logs_cleanup_max_batches', 'maximum_spend_logs_cleanup_run_budget',
  'maximum_spend_logs_retention_period', 'mcp_advertised_versions', 'mcp_allowed_clients', 'mcp_client_id_header',
  'mcp_disabled_capabilities', 'mcp_internal_ip_ranges', 'mcp_prefer_client_id_metadata_document', 'mcp_require_explicit_server_scope',
  'mcp_required_fields', 'mcp_trusted_proxy_ranges', 'mcp_xff_num_trusted_hops', 'missing_session_id', 'model_list_healthy_only',
  'otel', 'pass_through_endpoints', 'pass_through_request_timeout', 'password_policy_min_length', 'password_policy_require_lowercase',
  'password_policy_require_numbers', 'password_policy_require_special_characters', 'password_policy_require_uppercase', 'plugins',
  'provider_url_destination_allowed_hosts', 'proxy_batch_write_at', 'proxy_budget_rescheduler_max_time',
  'proxy_budget_rescheduler_min_time', 'proxy_config_reload_interval_seconds', 'public_routes', 'reject_clientside_metadata_tags',
  'responses_websocket_session_limit_seconds', 'scheduled_job_stagger', 'search_tool_deny_by_default', 'spend_capture_rate_check',
  'spend_logs_metadata_fields', 'store_model_in_db', 'store_prompts_in_spend_logs', 'supported_db_objects', 'transcribe_media_buckets',
  'trusted_proxy_ranges', 'ui_access_mode', 'use_azure_key_vault', 'use_google_kms', 'use_redis_transaction_buffer',
  'use_shared_health_check', 'use_spend_logs_partitioning', 'user_api_key_cache_max_size', 'user_api_key_cache_ttl',
  'user_header_mappings', 'user_header_name', 'user_mcp_management_mode', 'user_url_allowed_hosts', 'user_url_validation',
  'vector_store_deny_by_default',
];

// biome-ignore format: a table
const LITELLM_SETTINGS: readonly string[] = [
  'add_function_to_prompt', 'add_user_information_to_llm_headers', 'agent_search_embedding_model', 'aiohttp_trust_env',
  'allow_dynamic_callback_disabling', 'allowed_fails', 'anthropic_prompt_caching_ttl', 'anthropic_sse_ping_interval_seconds',
  'apply_search_free_tier', 'argilla_batch_size', 'argilla_transformation_object', 'audit_log_callbacks', 'aws_sqs_callback_params',
  'banned_keywords_list', 'batch_line_item_callbacks', 'bedrock_neutralize_orphaned_tool_blocks', 'bedrock_request_metadata_fields',
  'block_requests_for_models_without_pricing', 'blocked_user_list', 'budget_duration', 'budget_exceeded_status_code',
  'budget_exceeded_throttle_percentage', 'budget_reset_time', 'budget_rollover', 'cache', 'cache_params', 'callback_settings',
  'callbacks', 'cold_storage_custom_logger', 'content_policy_fallbacks', 'context_window_fallbacks', 'cost_discount_config',
  'cost_margin_config', 'credential_list', 'custom_prometheus_metadata_labels', 'custom_prometheus_tags', 'custom_prompt_dict',
  'custom_provider_map', 'datadog_llm_observability_params', 'datadog_params', 'datadog_use_v1', 'default_fallbacks',
  'default_in_memory_ttl', 'default_internal_user_params', 'default_key_generate_params', 'default_key_max_budget_alert_emails',
  'default_max_internal_user_budget', 'default_redis_batch_cache_expiry', 'default_redis_ttl', 'default_soft_budget',
  'default_team_params', 'default_team_settings', 'disable_add_prefix_to_prompt', 'disable_add_transform_inline_image_block',
  'disable_add_user_agent_to_request_tags', 'disable_aiohttp_transport', 'disable_aiohttp_trust_env',
  'disable_anthropic_gemini_context_caching_transform', 'disable_copilot_system_to_assistant', 'disable_end_user_cost_tracking',
  'disable_end_user_cost_tracking_prometheus_only', 'disable_hf_tokenizer_download', 'disable_stop_sequence_limit',
  'disable_streaming_logging', 'disable_token_counter', 'disable_vertex_batch_output_transformation', 'drop_params',
  'dynamodb_table_name', 'enable_anthropic_prompt_caching', 'enable_azure_ad_token_refresh',
  'enable_caching_on_provider_specific_optional_params', 'enable_end_user_cost_tracking_prometheus_only',
  'enable_gemini_default_thinking_level_low', 'enable_json_schema_validation', 'enable_key_alias_format_validation',
  'enable_loadbalancing_on_batch_endpoints', 'enable_model_config_credential_overrides', 'enable_preview_features',
  'enable_redis_auth_cache', 'expose_router_debug_in_errors', 'extra_spend_tag_headers', 'failure_callback', 'fallbacks',
  'filter_invalid_headers', 'force_ipv4', 'force_redis_hash_tag_grouping', 'forward_traceparent_to_llm_provider', 'gcs_pub_sub_use_v1',
  'gdc_api_base', 'gemini_include_thoughts_default', 'gemini_live_defer_setup', 'generic_api_use_v1', 'generic_logger_headers',
  'global_bitbucket_config', 'global_disable_no_log_param', 'global_gitlab_config', 'global_prompt_directory',
  'google_moderation_confidence_threshold', 'guardrails', 'http2', 'include_cost_in_streaming_usage', 'input_callback',
  'internal_user_budget_duration', 'json_logs', 'key_alias_pattern', 'key_generation_settings', 'langfuse_default_tags',
  'langfuse_enable_update_trace_keys', 'langsmith_batch_size', 'llamaguard_model_name', 'llamaguard_unsafe_content_categories',
  'llm_guard_mode', 'log_auth_failure_key_identity', 'log_client_error_tracebacks', 'log_raw_request_response',
  'logged_real_time_event_types', 'max_budget', 'max_end_user_budget', 'max_end_user_budget_id', 'max_fallbacks',
  'max_internal_user_budget', 'max_tokens', 'max_ui_session_budget', 'max_user_budget', 'mcp_aliases', 'mcp_semantic_tool_filter',
  'mcp_tool_search', 'model_alias_map', 'model_cost_map_url', 'model_fallbacks', 'model_group_settings', 'modify_params',
  'network_mock', 'newrelic_params', 'num_retries', 'num_retries_per_request', 'openai_moderations_model_name',
  'openai_system_messages_first', 'otel_tenant_destination_mode', 'output_parse_pii', 'overwrite_user_with_key_hash',
  'personal_key_model_access_from_teams', 'pointfive_params', 'post_call_rules', 'pre_call_rules', 'predibase_tenant_id',
  'presidio_ad_hoc_recognizers', 'priority_reservation', 'priority_reservation_settings',
  'prometheus_deployment_and_latency_caller_identity', 'prometheus_emit_input_sequence_length_label',
  'prometheus_emit_rate_limit_labels', 'prometheus_emit_stream_label', 'prometheus_end_user_metrics_cleanup_interval_seconds',
  'prometheus_end_user_metrics_max_series_per_metric', 'prometheus_end_user_metrics_ttl_seconds', 'prometheus_exclude_labels',
  'prometheus_exclude_metrics', 'prometheus_initialize_budget_metrics', 'prometheus_latency_buckets',
  'prometheus_metrics_cleanup_interval_seconds', 'prometheus_metrics_config', 'prometheus_metrics_max_series_per_metric',
  'prometheus_metrics_ttl_seconds', 'prometheus_user_budget_label_include_email_alias', 'provider_url_destination_allowed_hosts',
  'proxy_auth', 'public_agent_groups', 'public_mcp_hub_strict_whitelist', 'public_mcp_servers', 'public_model_groups',
  'public_model_groups_links', 'public_skills_index', 'reasoning_auto_summary', 'redact_messages_in_exceptions',
  'redact_user_api_key_info', 'request_correlation_in_logs', 'request_timeout', 'require_auth_for_metrics_endpoint',
  'require_managed_files', 'responses', 'return_response_headers', 'route_all_chat_openai_to_responses', 's3_audit_callback_params',
  's3_callback_params', 'safe_memory_mode', 'service_callback', 'skill_search_embedding_model', 'skip_system_message_in_guardrail',
  'skip_tool_message_in_guardrail', 'sse_keepalive_ping_interval_seconds', 'ssl_certificate', 'ssl_ecdh_curve', 'ssl_security_level',
  'ssl_verify', 'standard_logging_payload_excluded_fields', 'store_audit_logs', 'strip_anthropic_total_tokens', 'success_callback',
  'suppress_debug_info', 'tag_budget_config', 'turn_off_message_logging', 'upperbound_key_generate_params', 'use_aiohttp_transport',
  'use_chat_completions_url_for_anthropic_messages', 'use_litellm_proxy', 'user_url_allowed_hosts', 'user_url_validation',
  'validate_end_user_id_in_db', 'vector_store_index_registry', 'vector_store_registry', 'vector_store_search_failure_mode',
  'vertex_ai_safety_settings', 'vertex_request_label_fields', 'zerobus_params',
];

export const KNOWN_SETTINGS: Readonly<Record<Section, readonly string[]>> = {
  router_settings: ROUTER_SETTINGS,
  litellm_settings: LITELLM_SETTINGS,
  general_settings: GENERAL_SETTINGS,
};
