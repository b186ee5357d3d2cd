/** A small observed fleet for tests: one pool with waiting users, one without, and a router. */

import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { Scaling } from '../../lib/elasticity/scaling';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { IObservedFleet } from '../../lib/observability/observed-fleet';
import type { ClusterProps } from '../../lib/platform/cluster';
import { Cluster } from '../../lib/platform/cluster';
import type { ObservedTasks } from '../../lib/queues/contract';
import { LITELLM_METRICS } from '../../lib/routing/litellm/metrics';
import type { ObservedStateStore, ObservedStore } from '../../lib/stores/contract';
import { observedQdrant } from '../../lib/stores/qdrant-metrics';
import { observedPooler, observedServers } from '../../lib/stores/state-metrics';
import { poolerSchema } from '../../lib/stores/state-pooler-props';
import { METRICS_PATH, METRICS_PORT_NAME, observedBy } from '../../lib/stores/store-metrics';
import { type App, TerraformStack, Testing } from '../../lib/terraform/engine';

export interface ObservedSetting {
  readonly app: App;
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
  readonly planner: InferencePool;
  readonly workers: InferencePool;
  readonly fleet: IObservedFleet;
}

const PRICED: ClusterProps = {
  nodePools: {
    h100: { gpu: Gpu.H100_PCIE, nodes: 4, usdPerGpuHour: 2, priceAsOf: '2026-11-01' },
    a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 8, usdPerGpuHour: 1.5, priceAsOf: '2026-11-01' },
  },
};

/** @param saysAliases the router says which pool answers which alias */
export function observedSetting(options: ClusterProps = PRICED, saysAliases = false): ObservedSetting {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', ...options });
  const stack = new TerraformStack(app, 'research');
  const common = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, maxContextTokens: 8_192 };
  const planner = new InferencePool(stack, 'planner', { ...common, gpu: Gpu.H100_PCIE });
  const scaling = Scaling.queueDepth({ min: 2, max: 8 });
  const workers = new InferencePool(stack, 'workers', { ...common, gpu: Gpu.A100_80GB_PCIE, scaling });
  const fleet: IObservedFleet = {
    name: 'research',
    pools: () => [planner, workers],
    latencyOf: (pool) => (pool === planner ? 'chat' : 'background'),
    router: routerOf(planner, saysAliases ? [planner, workers] : []),
    stores: [storeOf(planner)],
    stateStores: [stateStoreOf(planner)],
    vectorStores: [observedQdrant('memory', planner.workload.namespace.name)],
    agents: { name: 'research-agents', namespace: 'research', scaledObject: 'research-agents', queue: queueOf(planner) },
  };
  return { app, stack, cluster, planner, workers, fleet };
}

function storeOf({ stack, workload }: InferencePool): ObservedStore {
  const name = 'sessions';
  const pods = { owner: stack, name, namespace: workload.namespace, selector: { 'app.kubernetes.io/name': name } };
  return observedBy({ workload: pods, metricsPortName: METRICS_PORT_NAME, metricsPath: METRICS_PATH }, `${name}-tls`);
}

/** A hundred connections, of which a pooler opens 60 while one of its two pods is replaced, and an archive with a whole copy each night. */
function stateStoreOf({ stack, workload }: InferencePool): ObservedStateStore {
  const spec = { maxConnections: 100, storageGiB: 50, backups: { schedule: '0 0 2 * * *' } };
  const scrapedAs = (name: string, selector: Readonly<Record<string, string>>) => ({
    workload: { owner: stack, name, namespace: workload.namespace, selector },
    metricsPortName: 'metrics',
    metricsPath: '/metrics',
  });
  const pods = scrapedAs('state-pooler-rw', { 'cnpg.io/poolerName': 'state-pooler-rw' });
  const pooler = observedPooler(pods, poolerSchema.parse({ serverConnections: 20 }), spec.maxConnections);
  return observedServers(scrapedAs('state', { 'cnpg.io/cluster': 'state' }), spec, pooler);
}

/** Takes a hundred tasks. */
function queueOf({ stack, workload }: InferencePool): ObservedTasks {
  const name = 'tasks';
  const broker = { owner: stack, name, namespace: workload.namespace, selector: { 'app.kubernetes.io/name': name } };
  const scraped = { workload: broker, metricsPortName: 'prometheus', metricsPath: '/metrics/per-object' };
  return { name, mostTasks: () => 100, dead: { scraped, series: 'rabbitmq_queue_messages{namespace="research",queue="tasks.dead"}' } };
}

function routerOf(neighbour: InferencePool, pools: readonly InferencePool[]): NonNullable<IObservedFleet['router']> {
  const name = 'research-router';
  const scraped = {
    workload: { owner: neighbour.stack, name, namespace: neighbour.workload.namespace, selector: { 'app.kubernetes.io/name': name } },
    metricsPortName: 'http',
    metricsPath: '/metrics',
  };
  const aliases = pools.map(({ name }) => ({ alias: name, pools: [{ namespace: 'research', name, route: `${name}.research.${name}` }] }));
  // Prometheus counts the days of a story from the first of 1970.
  const expiringKeys = () => [{ client: 'agents', expires: '1970-01-20' }];
  return { observed: { scraped, metrics: LITELLM_METRICS, expiringKeys, ...(pools.length === 0 ? {} : { aliases: () => aliases }) } };
}
