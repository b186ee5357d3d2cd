import { allowFromPrometheus, allowModelHub } from '../security/network-edges';
import type { Workload } from '../security/workload';
import type { InferencePoolSpec } from './inference-pool-props';
import type { PoolView } from './pool-view';
import { loadsIntoPod } from './serving';
import { admitSpans } from './spans';
import { openStore } from './store-way';
import { objectStoreOf } from './weights';

/** Opens the network to who scrapes the pods of a pool, and to what these reach. */
export function openNetwork(view: PoolView, workload: Workload, spec: InferencePoolSpec): void {
  const { metricsPath, metricsPort } = view.engine;
  if (metricsPath !== null) allowFromPrometheus(workload, spec.cluster, metricsPort);
  if (loadsIntoPod(view)) allowModelHub(workload);
  const store = objectStoreOf(spec.weights);
  if (store !== undefined) openStore(workload, store);
  spec.identity?.admit(workload);
  admitSpans(view, workload);
}
