/** A trigger of KEDA that asks Prometheus. */
import type { IScalable } from '../../inference/scaling-policy';
import { metricsReader } from '../prometheus-sign-in';

export interface Question {
  /** Name of the trigger. */
  readonly name: string;
  readonly query: string;
  readonly threshold: number;
  /** What the answer must exceed to start the first replica. @default 0 */
  readonly activationThreshold?: number;
  /** `AverageValue`: the answer counts over all replicas, and the threshold for one. `Value`: the answer is one for the pool. */
  readonly metricType: 'AverageValue' | 'Value';
  /** An empty answer is nothing to do; else it is an error, by which the replicas are held. */
  readonly mayBeSilent: boolean;
}

export function prometheusTrigger(target: IScalable, question: Question): Trigger {
  const { name, query, threshold, activationThreshold, metricType, mayBeSilent } = question;
  const serverAddress = target.cluster.prometheusUrl;
  const activation = activationThreshold === undefined ? {} : { activationThreshold: String(activationThreshold) };
  const metadata = { serverAddress, query, threshold: String(threshold), ...activation, ignoreNullValues: String(mayBeSilent) };
  if (target.cluster.prometheusAccess === 'open') return { type: 'prometheus', name, metricType, metadata };
  // A querier that many share answers for one namespace at a time.
  const asked = { ...metadata, authModes: 'bearer', namespace: target.workload.namespace.name };
  return { type: 'prometheus', name, metricType, metadata: asked, authenticationRef: { name: metricsReader(target.workload) } };
}

/** A trigger of KEDA. */
export interface Trigger {
  readonly type: string;
  readonly name: string;
  readonly metricType: 'AverageValue' | 'Value';
  readonly metadata: Readonly<Record<string, string>>;
  readonly authenticationRef?: { readonly name: string };
}
