/** Nothing is scaled past the ceiling that the plan counted, paid and bounded. */
import { own } from '../../core/own';
import type { CountedWorkload } from '../namespace-pods/written-workload';
import { celValue, type Validation, type Variable, validation } from './cel';

const PLURALS: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  LeaderWorkerSet: 'leaderworkersets',
};

export function scaleVariables(workloads: readonly CountedWorkload[]): Variable[] {
  const scaled = workloads.flatMap(({ kind, name, ceiling }) => {
    const plural = own(PLURALS, kind);
    return plural === undefined || ceiling === null ? [] : [{ key: `${plural}/${name}`, name, ceiling }];
  });
  return [
    { name: 'ceilings', expression: celValue(Object.fromEntries(scaled.map(({ key, ceiling }) => [key, ceiling]))) },
    { name: 'targets', expression: celValue(Object.fromEntries(scaled.map(({ name, ceiling }) => [name, ceiling]))) },
    { name: 'key', expression: "request.resource.resource + '/' + object.metadata.name" },
  ];
}

/** What is above the ceiling already may come down step by step. */
const COMES_DOWN = "request.operation == 'UPDATE' && has(oldObject.spec.replicas) && object.spec.replicas <= oldObject.spec.replicas";

export const REPLICA_RULES: readonly Validation[] = [
  validation(
    'a workload has no more replicas than the plan counted',
    `!(variables.key in variables.ceilings) || !has(object.spec.replicas) || object.spec.replicas <= variables.ceilings[variables.key] || (${COMES_DOWN})`,
  ),
];

const target = 'object.spec.scaleTargetRef.name';
const bounded = (field: string): string =>
  `!has(object.spec.${field}) || !(${target} in variables.targets) || object.spec.${field} <= variables.targets[${target}]`;

export const SCALER_RULES: readonly Validation[] = [
  validation('an autoscaler goes no further than the plan counted', `(${bounded('maxReplicaCount')}) && (${bounded('maxReplicas')})`),
];
