/** Nodes and cold starts: whether GPUs are there, and how long a replica takes until it answers. */
import { CAPACITY_SHORT } from '../failure-causes';
import type { ObservedPool } from '../observed-pool';
import { SERIES } from '../pool-series';
import type { DashboardView } from './dashboard-view';
import { byPool, type PanelRow } from './panel-row';
import { byService } from './tool-panels';

/** A pool, or a tool on GPUs. */
type OnGpus = Pick<ObservedPool, 'name' | 'selector' | 'gpuResource'>;

export function nodePanels({ pools, gpuServices, planned, routers }: DashboardView): PanelRow[] {
  const all: readonly OnGpus[] = [...pools, ...gpuServices];
  const each = (expr: (one: OnGpus) => string) => all.map((one) => ({ expr: expr(one), legend: one.name }));
  const resources = [...new Set(all.map(({ gpuResource }) => gpuResource))];
  return [
    {
      title: 'GPUs of the cluster and GPUs held',
      description:
        'What nodes offer, and what running replicas hold. A pool cannot grow beyond what nodes offer or the node autoscaler starts.',
      unit: 'short',
      queries: [
        ...resources.map((resource) => ({
          expr: `sum(kube_node_status_allocatable{resource="${resource}"})`,
          legend: `${resource} of all nodes`,
        })),
        ...byPool(SERIES.gpus, pools, '{{pool}} holds'),
        ...byService(SERIES.gpus, gpuServices, '{{gpu_service}} holds'),
      ],
    },
    {
      title: 'Replicas that wait for a node',
      description: 'Pending pods: no node with the GPU is free, or it still starts.',
      unit: 'short',
      queries: each(({ selector }) => `sum(kube_pod_status_phase{${selector},phase="Pending"})`),
    },
    {
      title: 'Start of the newest replica',
      description: 'From the pod on its node until it answers: image, weights, engine. The line is what the plan expects.',
      unit: 's',
      queries: [
        ...each(({ selector }) => `max(kube_pod_status_ready_time{${selector}} - on (namespace, pod) kube_pod_start_time{${selector}})`),
        ...planned.map(({ pool, coldStartSeconds }) => ({ expr: `vector(${coldStartSeconds})`, legend: `${pool.name}, plan` })),
      ],
    },
    {
      title: 'Restarts of engines and tools in an hour',
      description: 'Each one loads its weights again.',
      unit: 'short',
      queries: each(({ selector }) => `sum(increase(kube_pod_container_status_restarts_total{${selector}}[1h]))`),
    },
    {
      title: 'Pools that are short of capacity, by reason',
      description: '1 while requests queue, the KV cache is full, or replicas start.',
      unit: 'short',
      queries: routers.some(({ saysWhy }) => saysWhy) ? shortOf(pools) : [],
    },
  ];
}

/** Recorded where something of the request can be seen. */
function shortOf(pools: readonly ObservedPool[]) {
  const seen = pools.filter(({ scraped }) => scraped);
  if (seen.length === 0) return [];
  const oneOf = (names: readonly string[]) => [...new Set(names)].join('|');
  const places = `namespace=~"${oneOf(seen.map(({ namespace }) => namespace))}",pool=~"${oneOf(seen.map(({ name }) => name))}"`;
  return [{ expr: `${CAPACITY_SHORT}{${places}}`, legend: '{{pool}} {{reason}}' }];
}
