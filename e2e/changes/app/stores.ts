/** Three stores and the metrics of a cluster whose changes are refused, in a stack of their own: one change at a time is planned over it. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, FleetPlatform, SessionStore, StateStore, VectorStore } from 'cdktf-agent-fleet';
import type { Refusal } from '../rows/refusals';
import { CLUSTER } from './setting';

export function stores(app: App, refusal: Refusal | undefined): void {
  const stack = new TerraformStack(app, 'stores');
  new SessionStore(stack, 'sessions', { cluster: CLUSTER, ...refusal?.sessions });
  new StateStore(stack, 'state', { cluster: CLUSTER, ...refusal?.state });
  new VectorStore(stack, 'vectors', { cluster: CLUSTER, dimensions: 1_024, vectors: 1_000_000, ...refusal?.vectors });
  const watched = Cluster.fromKubeconfig({ context: 'refusals', ...refusal?.operators });
  const others = { keda: false, gpuOperator: false, externalSecrets: false, postgresOperator: false } as const;
  new FleetPlatform(stack, 'operators', { cluster: watched, ...others });
}
