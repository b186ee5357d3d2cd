/** What is wrong with a queue-depth policy: bounds that contradict, windows that flap, thresholds that are already too late. */
import type { UnplacedFinding } from '../core/finding';
import type { ScaledWorkload } from '../inference/scaling-policy';
import type { QueueDepthSpec } from './queue-depth-props';
import { waitingSeries } from './scaled-object';

/** Waiting requests per replica at which a queue counts as overload. */
const OVERLOAD_PER_REPLICA = 10;
const MIN_SCALE_OUT_SECONDS = 60;
const MIN_SCALE_IN_SECONDS = 300;

export function queueDepthFindings(spec: QueueDepthSpec, target: ScaledWorkload): UnplacedFinding[] {
  return [...signal(target), ...floor(spec), ...bounds(spec), ...scaleOut(spec), ...scaleIn(spec)];
}

/** A query over a series that nobody writes is an error of the autoscaler for ever: the replicas never change. */
function signal(target: ScaledWorkload): UnplacedFinding[] {
  if (waitingSeries(target) !== null) return [];
  return [
    {
      code: 'AF-ELA-013',
      severity: 'error',
      prop: 'scaling',
      value: 'queueDepth',
      allowed: 'a policy whose signal the workload writes',
      message: `${target.metricsSource} does not say how many requests wait, so nothing would ever scale ${target.name}`,
      repairs: ['a fixed number of replicas', 'another scaling policy', 'another engine'],
    },
  ];
}

function floor({ min }: QueueDepthSpec): UnplacedFinding[] {
  if (min >= 1) return [];
  return [
    {
      code: 'AF-ELA-004',
      severity: 'error',
      prop: 'scaling.min',
      value: min,
      allowed: 'at least 1',
      message: 'a pool that scales on its own queue cannot sleep: without a replica there is no queue to see, so nothing would wake it',
      repairs: ['scaling: Scaling.queueDepth({ min: 1, … })'],
    },
  ];
}

function bounds({ min, max }: QueueDepthSpec): UnplacedFinding[] {
  if (min <= max) return [];
  return [
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      prop: 'scaling.max',
      value: max,
      allowed: `at least min, which is ${min}`,
      message: `max ${max} is below min ${min}`,
      repairs: [`max: ${min}`, `min: ${max}`],
    },
  ];
}

function scaleOut(spec: QueueDepthSpec): UnplacedFinding[] {
  const base = { code: 'AF-ELA-002', severity: 'warning' as const };
  const late: UnplacedFinding = {
    ...base,
    prop: 'scaling.waitingPerReplica',
    value: spec.waitingPerReplica,
    allowed: `at most ${OVERLOAD_PER_REPLICA}`,
    message: `${spec.waitingPerReplica} waiting requests per replica are overload already; a new replica then comes minutes too late`,
    repairs: ['waitingPerReplica: 5'],
  };
  const hasty: UnplacedFinding = {
    ...base,
    prop: 'scaling.scaleOutWindowSeconds',
    value: spec.scaleOutWindowSeconds,
    allowed: `at least ${MIN_SCALE_OUT_SECONDS}`,
    message: `a queue of ${spec.scaleOutWindowSeconds} s starts a GPU that is ready minutes later; the burst is gone by then`,
    repairs: [`scaleOutWindowSeconds: ${MIN_SCALE_OUT_SECONDS}`],
  };
  return [
    ...(spec.waitingPerReplica > OVERLOAD_PER_REPLICA ? [late] : []),
    ...(spec.scaleOutWindowSeconds < MIN_SCALE_OUT_SECONDS ? [hasty] : []),
  ];
}

function scaleIn(spec: QueueDepthSpec): UnplacedFinding[] {
  return (['scaleInWindowSeconds', 'cooldownSeconds'] as const)
    .filter((prop) => spec[prop] < MIN_SCALE_IN_SECONDS)
    .map((prop) => ({
      code: 'AF-ELA-003',
      severity: 'warning',
      prop: `scaling.${prop}`,
      value: spec[prop],
      allowed: `at least ${MIN_SCALE_IN_SECONDS}`,
      message: `${spec[prop]} s of quiet stop a replica whose model takes minutes to load again; replicas would come and go`,
      repairs: [`${prop}: ${MIN_SCALE_IN_SECONDS}`],
    }));
}
