/** Keys of the entries of `model_list` that LiteLLM 1.108.12 knows, read from the package on PyPI. Those of its sections are in the library. */
import { KNOWN_SETTINGS } from '../../lib/routing/litellm/extra-config/known-settings';

export const ROUTER_SETTINGS = KNOWN_SETTINGS.router_settings;
export const GENERAL_SETTINGS = KNOWN_SETTINGS.general_settings;
export const LITELLM_SETTINGS = KNOWN_SETTINGS.litellm_settings;

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
