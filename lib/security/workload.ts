import type { Construct } from 'constructs';
import type { FleetNamespace } from './fleet-namespace';
import type { NodeChoice } from './node-choice';

/** A set of pods as the network sees it: where they are and how they are selected. */
export interface Workload {
  /** Construct that owns the pods; policies about them become its children. */
  readonly owner: Construct;
  readonly name: string;
  readonly namespace: FleetNamespace;
  readonly selector: Readonly<Record<string, string>>;
  /**
   * Labels of its objects beside those that select it, e.g. what the cluster is said to comply with.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Service account of its pods.
   * @default - one of its name
   */
  readonly serviceAccount?: string;
  /**
   * Nodes that its pods without GPUs may run on.
   * @default - any without GPUs and taints
   */
  readonly nodes?: NodeChoice;
  /**
   * The workload whose users and keys its pods have at services: a Job that prepares what another one starts with.
   * @default - its own
   */
  readonly actsFor?: Workload;
}

/** Whose users and keys a client has. */
export const actingFor = (client: Workload): Workload => client.actsFor ?? client;

/** Something that others call over the network. */
export interface IReachable {
  readonly workload: Workload;
  /** Port that callers use. */
  readonly port: number;
  /** DNS name inside the cluster, e.g. `planner.research.svc.cluster.local`. */
  readonly host: string;
}

export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.cluster.local`;
}
