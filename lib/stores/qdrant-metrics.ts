import type { ObservedVectorStore } from './contract';
import { claimName } from './store-objects';
import { volumesOf } from './volume-series';

/** Qdrant asks for its key on `/metrics`, too: what is known without it is whether its pod is ready, and how full its volume is. */
export const observedQdrant = (name: string, namespace: string): ObservedVectorStore => ({
  name,
  namespace,
  ready: `kube_pod_status_ready{namespace="${namespace}",pod="${name}-0",condition="true"}`,
  volumes: volumesOf(namespace, claimName({ name })),
});
