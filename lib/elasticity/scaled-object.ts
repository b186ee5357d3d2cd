/** The KEDA object that scales one workload on its waiting requests, and by the clock. */
import { MAX_SCALED_OBJECT, physicalName } from '../core/names';
import type { IScalable, ScaledWorkload } from '../inference/scaling-policy';
import { MANAGED_BY } from '../security/labels';
import type { CustomObject } from '../terraform/custom-objects';
import type { QueueDepthSpec } from './queue-depth-props';
import { STEP_PERCENT, STEP_PODS, STEP_SECONDS } from './scaling-steps';
import { scheduleTriggers } from './schedule';

/** Failed looks at Prometheus after which the replicas are held. */
const FAILURE_THRESHOLD = 3;

/** Series of the requests that wait for a slot of the target; null where it writes none. */
export function waitingSeries(target: ScaledWorkload): string | null {
  return target.metricsPath === null ? null : (target.metrics.requestsWaiting ?? null);
}

export function scaledObject(target: IScalable, spec: QueueDepthSpec): CustomObject {
  const { name, namespace, selector } = target.workload;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: {
      name: physicalName([name], MAX_SCALED_OBJECT),
      namespace: namespace.name,
      labels: { ...selector, 'app.kubernetes.io/managed-by': MANAGED_BY },
    },
    spec: {
      scaleTargetRef: { ...target.scaleTarget, name },
      minReplicaCount: spec.min,
      maxReplicaCount: spec.max,
      pollingInterval: spec.pollingIntervalSeconds,
      cooldownPeriod: spec.cooldownSeconds,
      // Without metrics the replicas stay as they are: a dead Prometheus neither starts nor stops a GPU.
      fallback: { failureThreshold: FAILURE_THRESHOLD, replicas: spec.min, behavior: 'currentReplicasIfHigher' },
      advanced: { horizontalPodAutoscalerConfig: { behavior: behavior(spec) } },
      triggers: [trigger(target, spec), ...scheduleTriggers(target, spec)],
    },
  };
}

function behavior(spec: QueueDepthSpec) {
  return {
    scaleUp: {
      stabilizationWindowSeconds: spec.scaleOutWindowSeconds,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: STEP_PERCENT, periodSeconds: STEP_SECONDS },
        { type: 'Pods', value: STEP_PODS, periodSeconds: STEP_SECONDS },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: spec.scaleInWindowSeconds,
      selectPolicy: 'Max',
      policies: [{ type: 'Pods', value: 1, periodSeconds: STEP_SECONDS }],
    },
  };
}

/**
 * The sum over all replicas, so that the answer is one number; the autoscaler divides it by the replicas. An empty answer is an
 * error on purpose: the floor keeps the series alive, so silence means that the scrape is broken, not that the queue is empty.
 */
function trigger(target: IScalable, spec: QueueDepthSpec) {
  return {
    type: 'prometheus',
    name: 'waiting-requests',
    metricType: 'AverageValue',
    metadata: {
      serverAddress: target.cluster.prometheusUrl,
      query: `sum(${waitingSeries(target)}{${target.metricSelector}})`,
      threshold: String(spec.waitingPerReplica),
      ignoreNullValues: 'false',
    },
  };
}
