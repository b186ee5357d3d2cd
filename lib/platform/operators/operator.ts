import type { ChartPin } from '../../catalog/pins';
import type { Cluster } from '../cluster';
import type { OperatorNodes } from './chart-placement';
import type { ChartValues } from './chart-values';

/** An operator as a pinned release: where it lives, what its values are, and which of them the library relies on. */
export type OperatorId =
  | 'prometheus'
  | 'keda'
  | 'gpu-operator'
  | 'external-secrets'
  | 'postgres-operator'
  | 'leader-worker-set'
  | 'ray-operator'
  | 'rabbitmq-operator';

/** Pod Security level that the pods of an operator need. */
export type PodSecurityLevel = 'restricted' | 'privileged';

export interface Operator {
  readonly id: OperatorId;
  /** Prop of `FleetPlatform` that switches it. */
  readonly prop: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly podSecurity: PodSecurityLevel;
  /** Its namespace holds data; whether a plan may not destroy it. */
  readonly holdsData?: boolean;
  readonly pin: ChartPin;
  /** Ports of its webhooks and API services, as its pods listen; the API server calls them. */
  readonly webhookPorts: readonly number[];
  /** Who else calls its pods. */
  readonly callers: readonly { readonly namespace: string; readonly port: number }[];
  /** Seconds that Helm waits for its pods. */
  readonly timeoutSeconds: number;
  /** Values that may be overridden. */
  readonly defaults: ChartValues;
  /** Values that other parts of the library rely on; overriding one is an error. */
  readonly relied: ChartValues;
  /** What the user lays over both. */
  readonly overrides: ChartValues;
}

/** What an operator must know of the platform around it. */
export interface OperatorContext {
  readonly cluster: Cluster;
  /** Namespace of the autoscaler. */
  readonly kedaNamespace: string;
  /** The kinds of Prometheus are installed before, so monitors may be created. */
  readonly monitored: boolean;
  /** Where its pods run that need no GPU. */
  readonly nodes: OperatorNodes;
}
