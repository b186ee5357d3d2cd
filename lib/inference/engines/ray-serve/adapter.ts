/**
 * Ray Serve LLM: one RayService for all replicas of a pool. Its engine is vLLM, so arguments, limits and memory are those of vLLM in the release that Ray
 * brings; they become keywords of the application. Non-root, read-only root.
 */
import { gpusOfPod } from '../../../capacity/gpus-of-replica';
import { hostMemoryOf } from '../../../capacity/host-memory';
import type { ReplicaSpec } from '../../../capacity/replica-spec';
import { RAY_SERVE } from '../../../catalog/engines/ray-serve/definition';
import { GENERATED_SUFFIX } from '../../../core/kubernetes/pod-names';
import type { EngineAdapter } from '../adapter';
import { hubEnv } from '../engine-args';
import { vllmAdapter } from '../vllm/adapter';
import { rayServeLimits, withoutRay } from './limits';
import { DASHBOARD_PORT, rayService, WORKERS } from './ray-service';

/** Beside the home of the image, /home/ray: Python and Ray themselves lie there (docker/base-deps/Dockerfile), and a volume would hide them. */
const HOME = '/home/work';
const WEIGHTS = '/models';
const DRAIN_SECONDS = 120;

/** That of the engine, and the store of Ray. */
function sharedMemoryGiB(replica: ReplicaSpec): number {
  return (gpusOfPod(replica) > 1 ? 18 : 4) + Math.ceil(hostMemoryOf(replica).kvCacheGiB);
}

// Weights of a bucket it mirrors to a disk before its engine starts.
const { tracing: _untried, weights: _mirrored, ...FLAGS_OF_PROPS } = vllmAdapter.flagsOfProps;

export const rayServeAdapter: EngineAdapter = {
  definition: RAY_SERVE,
  runAs: { user: 1000, group: 100 },
  weightsFolder: WEIGHTS,
  drainSeconds: DRAIN_SECONDS,
  ownedFlags: vllmAdapter.ownedFlags,
  flagsOfProps: FLAGS_OF_PROPS,
  untraced: 'whether its replicas send spans was not tried',
  ownedEnvironment: vllmAdapter.ownedEnvironment,
  limits: rayServeLimits,
  writableFolders: (replica) => [
    // Sessions, sockets and logs of Ray.
    { name: 'tmp', path: '/tmp', sizeGiB: 8, usedByDownload: true },
    { name: 'home', path: HOME, sizeGiB: 10, usedByDownload: true },
    { name: 'shm', path: '/dev/shm', medium: 'Memory', sizeGiB: sharedMemoryGiB(replica) },
  ],
  // Further names are refused.
  args: (spec) => vllmAdapter.args({ ...spec, aliases: [], replica: withoutRay(spec.replica) }),
  env: (spec) => ({
    ...vllmAdapter.env({ ...spec, replica: withoutRay(spec.replica) }),
    HOME,
    VLLM_CACHE_ROOT: `${HOME}/.cache/vllm`,
    RAY_USAGE_STATS_ENABLED: '0',
  }),
  pinsRevisions: true,
  repositories: vllmAdapter.repositories,
  download: vllmAdapter.download,
  downloadEnv: (spec) => hubEnv(HOME, WEIGHTS, spec),
  operated: {
    target: { apiVersion: 'ray.io/v1', kind: 'RayService' },
    operator: { namespace: 'kuberay-system', ports: [DASHBOARD_PORT, RAY_SERVE.port] },
    answering: { 'ray.io/node-type': 'worker' },
    // 50 with a hash of five and the group (ray-operator/controllers/ray/utils).
    longestName: 40,
    podPattern: (pool) => `${pool}-${GENERATED_SUFFIX}-${WORKERS}-worker-${GENERATED_SUFFIX}`,
    object: (pool) => rayService(pool, DRAIN_SECONDS),
    fixedBecause: 'nothing of Kubernetes scales a RayService, and the autoscaler of Ray would need a token for the API in the pods',
    rollout:
      'a change of image, memory or nodes starts a second Ray cluster with as many GPUs, and the first answers until that is ready; without free GPUs it stays',
  },
};
