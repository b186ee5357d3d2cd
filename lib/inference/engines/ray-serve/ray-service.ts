/**
 * A RayService (KubeRay, ray.io/v1): a head without GPUs, one worker pod for each replica, and the application as the operator hands it to Ray. The operator
 * gives the containers their commands and probes.
 */
import { rayRelease } from '../../../catalog/engines/ray-serve/definition';
import { toYaml, type YamlValue } from '../../../core/yaml';
import type { PoolReplica } from '../../pool-replica';
import { KEEP_ALIVE_SECONDS } from '../engine-args';
import type { OperatedPool, PodFields } from '../operated';
import { engineKeywords } from './engine-kwargs';

/** Bytes of the store through which the processes of a node hand each other objects: answers are small. */
const OBJECT_STORE_BYTES = '1000000000';
/** The head keeps the state of the cluster; assumed. */
const HEAD_RESOURCES = { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } };
const HEAD_PORTS = [
  ['gcs', 6379],
  ['dashboard', 8265],
  ['client', 10001],
  ['metrics', 8080],
] as const;

export const DASHBOARD_PORT = 8265;
export const WORKERS = 'gpu';

export function rayService(pool: OperatedPool, drainSeconds: number): PodFields {
  const { name, labels, podLabels, podAnnotations, replicas, replica, replicaPod } = pool;
  const metadata = {
    labels: { ...labels, ...podLabels },
    ...(Object.keys(podAnnotations).length === 0 ? {} : { annotations: podAnnotations }),
  };
  const version = rayRelease(replica.engine.version);
  return {
    serveConfigV2: toYaml(serveConfig(pool, drainSeconds)),
    // Requests go to the nodes that answer them.
    excludeHeadPodFromServeSvc: true,
    serveService: {
      metadata: { name, labels },
      spec: { ports: [{ name: 'serve', port: replica.engine.port, protocol: 'TCP' }] },
    },
    rayClusterConfig: {
      ...(version === undefined ? {} : { rayVersion: version }),
      headGroupSpec: {
        rayStartParams: { 'num-cpus': '0', 'dashboard-host': '0.0.0.0', 'object-store-memory': OBJECT_STORE_BYTES },
        template: { metadata, spec: headPod(pool) },
      },
      workerGroupSpecs: [
        {
          groupName: WORKERS,
          replicas,
          minReplicas: replicas,
          maxReplicas: replicas,
          rayStartParams: { 'object-store-memory': OBJECT_STORE_BYTES },
          template: { metadata, spec: replicaPod },
        },
      ],
    },
  };
}

function serveConfig(pool: OperatedPool, drainSeconds: number): YamlValue {
  const { name, replicas, replica, servedName, checkpoint, args } = pool;
  return {
    http_options: { host: '0.0.0.0', port: replica.engine.port, keep_alive_timeout_s: KEEP_ALIVE_SECONDS },
    applications: [
      {
        name,
        route_prefix: '/',
        import_path: 'ray.serve.llm:build_openai_app',
        args: {
          llm_configs: [
            {
              model_loading_config: { model_id: servedName, model_source: checkpoint },
              engine_kwargs: engineKeywords(args, replica.engine),
              deployment_config: {
                num_replicas: replicas,
                // What the engine does not admit waits in its own queue, which is what its metrics show.
                max_ongoing_requests: MOST_REQUESTS,
                graceful_shutdown_timeout_s: drainSeconds,
                ray_actor_options: { num_cpus: SERVER_CPUS },
              },
              placement_group_config: { bundles: bundles(replica), strategy: 'STRICT_PACK' },
            },
          ],
          ingress_deployment_config: { num_replicas: INGRESSES * replicas, ray_actor_options: { num_cpus: INGRESS_CPUS } },
        },
      },
    ],
  };
}

const MOST_REQUESTS = 1_000_000;
/** Shares of a processor by which Ray places actors: a pod of one has room for all of them, and the head, with none, for no one. */
const SERVER_CPUS = 0.5;
const INGRESS_CPUS = 0.1;
/** As many for each replica as Ray itself takes. */
const INGRESSES = 2;

/** All GPUs of a replica are those of one pod. */
const bundles = ({ tensorParallel, pipelineParallel = 1 }: PoolReplica) =>
  Array.from({ length: tensorParallel * pipelineParallel }, () => ({ GPU: 1 }));

type Container = Readonly<Record<string, unknown>> & { readonly volumeMounts?: readonly { readonly name: string }[] };
type Pod = PodFields & { readonly containers: readonly Container[]; readonly volumes: readonly { readonly name: string }[] };

/** The same program on a CPU node, without weights. */
function headPod({ replicaPod, onCpuNodes }: OperatedPool): PodFields {
  const { containers, volumes, initContainers: _, tolerations: __, ...pod } = replicaPod as Pod;
  const [{ volumeMounts = [], ...container } = {} as Container] = containers;
  const isKept = ({ name }: { readonly name: string }) => name !== 'weights' && name !== 'chat-template';
  return {
    ...pod,
    ...onCpuNodes,
    containers: [
      {
        ...container,
        ports: HEAD_PORTS.map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
        resources: HEAD_RESOURCES,
        volumeMounts: volumeMounts.filter(isKept),
      },
    ],
    volumes: volumes.filter(isKept),
  };
}
