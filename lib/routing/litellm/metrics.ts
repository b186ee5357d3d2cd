/** Series of LiteLLM's Prometheus callback. */
import type { RouterMetrics } from '../contract';

export const LITELLM_METRICS: RouterMetrics = {
  requests: 'litellm_proxy_total_requests_metric_total',
  failures: 'litellm_proxy_failed_requests_metric_total',
  // 0 is healthy, 1 fails in part, 2 fails.
  routeState: { series: 'litellm_deployment_state', down: 2, modelLabel: 'litellm_model_name', addressLabel: 'api_base' },
};
