/** The objects of KEDA that scale the pods which work on a queue: the trigger of the queue, and what it authenticates with. */
import type { Workload } from '../security/workload';
import { type CustomObject, CustomObjects } from '../terraform/custom-objects';
import type { TerraformStack } from '../terraform/engine';
import type { DepthTrigger } from './contract';
import { depthTrigger, scalingHead } from './depth-trigger';

/** Failed looks at the queue after which the pods stay as they are. */
const FAILURE_THRESHOLD = 3;
/** Pods are light: they may double twice a minute, or grow by ten. */
const STEP_SECONDS = 30;
const STEP_PERCENT = 100;
const STEP_PODS = 10;

/** How many pods work on a queue. */
export interface WorkerBounds {
  readonly min: number;
  readonly max: number;
  readonly tasksPerWorker: number;
  readonly activationSeconds: number;
  readonly cooldownSeconds: number;
}

/** The Deployment of the workload must leave its replicas out: they are KEDA's. */
export function scaleWorkers(stack: TerraformStack, workload: Workload, trigger: DepthTrigger, bounds: WorkerBounds): void {
  const objects = CustomObjects.of(stack, workload.namespace);
  const { trigger: tasks, authentication: read } = depthTrigger(workload, trigger);
  if (read !== null) objects.add(`trigger-authentication-${workload.name}`, () => read);
  objects.add(`scaled-object-${workload.name}`, () => scaledObject(workload, tasks, bounds));
}

function scaledObject(workload: Workload, trigger: object, bounds: WorkerBounds): CustomObject {
  const described = scalingHead('ScaledObject', workload);
  return {
    ...described,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload.name },
      minReplicaCount: bounds.min,
      maxReplicaCount: bounds.max,
      pollingInterval: bounds.activationSeconds,
      cooldownPeriod: bounds.cooldownSeconds,
      // Of a queue that cannot be asked nothing is known: pods that work go on.
      fallback: { failureThreshold: FAILURE_THRESHOLD, replicas: bounds.min, behavior: 'currentReplicasIfHigher' },
      advanced: { horizontalPodAutoscalerConfig: { behavior: behavior(bounds) } },
      triggers: [trigger],
    },
  };
}

function behavior({ activationSeconds, cooldownSeconds }: WorkerBounds) {
  return {
    scaleUp: {
      stabilizationWindowSeconds: activationSeconds,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: STEP_PERCENT, periodSeconds: STEP_SECONDS },
        { type: 'Pods', value: STEP_PODS, periodSeconds: STEP_SECONDS },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: cooldownSeconds,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: STEP_PERCENT, periodSeconds: STEP_SECONDS }],
    },
  };
}
