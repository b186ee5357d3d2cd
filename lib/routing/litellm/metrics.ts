/** Series of LiteLLM's Prometheus callback. */
import type { RouterMetrics } from '../contract';

export const LITELLM_METRICS: RouterMetrics = {
  requests: 'litellm_proxy_total_requests_metric_total',
  failures: 'litellm_proxy_failed_requests_metric_total',
  failureStatusLabel: 'exception_status',
  failureAliasLabel: 'requested_model',
  // In a database the alias of a key is client@router. Labels as LiteLLM 1.106.2 writes them (`types/integrations/prometheus.py`).
  tokens: { series: 'litellm_total_tokens_metric_total', clientLabel: 'api_key_alias', clientPattern: '([^@]*).*' },
  // 0 is healthy, 1 fails in part, 2 fails.
  routeState: {
    series: 'litellm_deployment_state',
    down: 2,
    modelLabel: 'litellm_model_name',
    addressLabel: 'api_base',
    routeLabel: 'model_id',
  },
};
