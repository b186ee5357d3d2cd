import type { TerraformStack } from 'cdktf';
import { type Cluster, LiteLLMRouter, StateStore, VectorStore } from 'cdktf-agent-fleet';

/** State of agents, keys of a router and vectors: apart from each other, on one Postgres. */
export function severalDatabases(stack: TerraformStack, cluster: Cluster) {
  const state = new StateStore(stack, 'state', { cluster, memoryGiB: 4 });
  const router = new LiteLLMRouter(stack, 'router', { cluster, database: state.addDatabase('litellm') });
  const library = VectorStore.pgvector(state.addDatabase('library', { vector: true }), { dimensions: 1_024, vectors: 200_000 });
  return { state, router, library };
}
