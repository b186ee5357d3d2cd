/** A trigger of KEDA that asks Prometheus. */
import type { IScalable } from '../../inference/scaling-policy';

export interface Question {
  /** Name of the trigger. */
  readonly name: string;
  readonly query: string;
  readonly threshold: number;
  /** `AverageValue`: the answer counts over all replicas, and the threshold for one. `Value`: the answer is one for the pool. */
  readonly metricType: 'AverageValue' | 'Value';
  /** An empty answer is nothing to do; else it is an error, by which the replicas are held. */
  readonly mayBeSilent: boolean;
}

export function prometheusTrigger({ cluster }: IScalable, { name, query, threshold, metricType, mayBeSilent }: Question): Trigger {
  const serverAddress = cluster.prometheusUrl;
  const metadata = { serverAddress, query, threshold: String(threshold), ignoreNullValues: String(mayBeSilent) };
  return { type: 'prometheus', name, metricType, metadata };
}

/** A trigger of KEDA. */
export interface Trigger {
  readonly type: string;
  readonly name: string;
  readonly metricType: 'AverageValue' | 'Value';
  readonly metadata: Readonly<Record<string, string>>;
  readonly authenticationRef?: { readonly name: string };
}
