/** Stores and the metrics of a cluster whose changes are refused, in a stack of their own: one change at a time is planned over it. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, FleetPlatform, SessionStore, StateStore, TaskQueue, VectorStore } from 'cdktf-agent-fleet';
import type { Refusal } from '../rows/refusals';
import type { Slip, StoreId } from '../rows/slips';
import { CLUSTER } from './setting';

export function stores(app: App, refusal: Refusal | undefined, slip?: Slip): void {
  const stack = new TerraformStack(app, 'stores');
  const has = (id: StoreId): boolean => slip?.without.includes(id) !== true;
  const protection = slip?.givenUp ? { deletionProtection: false } : {};
  if (has('sessions')) new SessionStore(stack, 'sessions', { cluster: CLUSTER, ...protection, ...refusal?.sessions });
  if (slip?.renamed !== undefined) new SessionStore(stack, slip.renamed, { cluster: CLUSTER });
  if (has('state')) new StateStore(stack, 'state', { cluster: CLUSTER, ...refusal?.state });
  if (has('vectors')) new VectorStore(stack, 'vectors', { cluster: CLUSTER, dimensions: 1_024, vectors: 1_000_000, ...refusal?.vectors });
  if (has('tasks')) TaskQueue.rabbitMq(stack, 'tasks', { cluster: CLUSTER, replicas: 1 });
  const watched = Cluster.fromKubeconfig({ context: 'refusals', ...refusal?.operators });
  const others = { keda: false, gpuOperator: false, externalSecrets: false, postgresOperator: false } as const;
  const prometheus = slip?.withoutPrometheus ? { prometheus: false as const } : {};
  new FleetPlatform(stack, 'operators', { cluster: watched, ...others, ...prometheus });
  // Keeps the stack, whatever is removed.
  new SessionStore(stack, 'apart', { cluster: CLUSTER, namespace: 'stores-apart' });
}
