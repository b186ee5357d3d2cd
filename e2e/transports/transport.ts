/** A way of bringing a stack into a cluster. Both ways are judged by the same checks. */
import type { KubeClient } from '../cluster/kube-client';
import type { Connection } from '../cluster/kubeconfig';
import type { FleetStack } from '../fleets/fleet-stack';

export type TransportName = 'terraform' | 'server-side apply';

export interface Outcome {
  readonly seconds: number;
  /** Empty when everything was accepted. */
  readonly problems: readonly string[];
}

/** One stack on one cluster. */
export interface Deployment {
  readonly stack: FleetStack;
  apply(): Promise<Outcome>;
  /** What a second apply would change; empty is what we promise. */
  secondPlan(): Promise<Outcome>;
  destroy(): Promise<Outcome>;
}

export interface Transport {
  readonly name: TransportName;
  /** Program and versions, for the record. */
  readonly description: string;
  open(stack: FleetStack, folder: string): Promise<Deployment>;
  /** The same way into another cluster. */
  into(client: KubeClient, connection: Connection): Transport;
}
