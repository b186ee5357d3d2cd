/** The KEDA object that scales one workload on its signals, and by the clock. */
import { MAX_SCALED_OBJECT, physicalName } from '../core/names';
import type { IScalable } from '../inference/scaling-policy';
import { MANAGED_BY } from '../security/labels';
import type { CustomObject } from '../terraform/custom-objects';
import { aboveFloor, floorOf } from './above-floor';
import { scaleInSeconds } from './scale-in-window';
import { STEP_PERCENT, STEP_PODS, STEP_SECONDS } from './scaling-steps';
import type { SignalName, SignalSettings } from './scaling-view';
import { scheduleTriggers } from './schedule';
import { SIGNALS } from './signals';
import { activityTriggers } from './signals/activity';
import { cooldownSeconds, sleeps } from './sleep';

/** Failed looks at Prometheus after which the replicas are held. */
const FAILURE_THRESHOLD = 3;

export function scaledObject(target: IScalable, spec: SignalSettings, signals: readonly SignalName[]): CustomObject {
  const { name, namespace, selector } = target.workload;
  const cooldown = cooldownSeconds(target, spec);
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: {
      name: physicalName([name], MAX_SCALED_OBJECT),
      namespace: namespace.name,
      labels: { ...selector, 'app.kubernetes.io/managed-by': MANAGED_BY },
    },
    spec: {
      scaleTargetRef: { ...target.scaleTarget, name: target.scaleTarget.name ?? name },
      minReplicaCount: aboveFloor(target, spec.min),
      maxReplicaCount: Math.max(1, aboveFloor(target, spec.max)),
      pollingInterval: spec.pollingIntervalSeconds,
      cooldownPeriod: cooldown,
      // The first sleep comes no sooner than the others.
      ...(sleeps(spec) ? { initialCooldownPeriod: cooldown } : {}),
      // Without metrics the replicas stay as they are: a dead Prometheus neither starts nor stops a GPU.
      fallback: { failureThreshold: FAILURE_THRESHOLD, replicas: aboveFloor(target, spec.min), behavior: 'currentReplicasIfHigher' },
      advanced: { horizontalPodAutoscalerConfig: { behavior: behavior(target, spec) } },
      // The autoscaler takes the most replicas that one of them asks for.
      triggers: [
        ...signals.flatMap((signal) => SIGNALS[signal].triggers(target, spec)),
        ...(sleeps(spec) ? activityTriggers(target) : []),
        ...scheduleTriggers(target, spec),
      ],
    },
  };
}

function behavior(target: IScalable, spec: SignalSettings) {
  return {
    scaleUp: {
      // The queries of a burst look back themselves.
      stabilizationWindowSeconds: floorOf(target) > 0 ? 0 : spec.scaleOutWindowSeconds,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: STEP_PERCENT, periodSeconds: STEP_SECONDS },
        { type: 'Pods', value: STEP_PODS, periodSeconds: STEP_SECONDS },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: scaleInSeconds(target, spec),
      selectPolicy: 'Max',
      policies: [{ type: 'Pods', value: 1, periodSeconds: STEP_SECONDS }],
    },
  };
}
