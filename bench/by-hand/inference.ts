/** Three vLLM deployments. What differs between them was looked up and multiplied by hand: flags, memory, time-outs. */
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { ITerraformDependable } from 'cdktf';
import { account, claim, disruptionBudget, service } from './companions';
import { containerSecurity, httpProbe, nodeAffinity, podSecurity, secretEnv } from './hardening';
import { labels, metadata, type Named, type Place, selector } from './namespace';
import { fromNamespace, podsOf, toInternet } from './network';

interface Pool extends Named {
  readonly repository: string;
  readonly gpuProduct: string;
  readonly gpus: string;
  readonly replicas?: string;
  readonly flags: readonly string[];
  readonly toolCalls: boolean;
  readonly cpu: string;
  readonly memory: string;
  readonly scratch: string;
  readonly sharedMemory: string;
  readonly startSeconds: number;
  /** Size of an empty folder for weights; without it they lie in a claim. */
  readonly weightsFolder?: string;
}

const pool = (name: string, model: string): Named => ({ name, component: 'inference', extraLabels: { 'agent-fleet/model': model } });

export const PLANNER = pool('planner', 'llama-3.3-70b-instruct');
export const WORKERS = pool('workers', 'llama-3.1-8b-instruct');
export const ENCODERS = pool('encoders', 'bge-m3');

export function planner(place: Place): void {
  const weights = claim(place, PLANNER, { suffix: 'weights', accessMode: 'ReadWriteOnce', storage: '159Gi' });
  vllm(
    place,
    {
      ...PLANNER,
      repository: 'meta-llama/Llama-3.3-70B-Instruct',
      gpuProduct: 'NVIDIA-H100-PCIe',
      gpus: '2',
      replicas: '1',
      flags: ['--tensor-parallel-size', '2', ...limits(16_384, 50, 8_192), '--quantization', 'fp8', '--kv-cache-dtype', 'fp8'],
      toolCalls: true,
      cpu: '8',
      memory: '64Gi',
      scratch: '16Gi',
      sharedMemory: '16Gi',
      startSeconds: 2_020,
    },
    [weights],
  );
}

export function workers(place: Place): void {
  const weights = claim(place, WORKERS, {
    suffix: 'weights',
    accessMode: 'ReadWriteMany',
    storage: '19Gi',
    storageClassName: 'shared-rwx',
  });
  vllm(
    place,
    {
      ...WORKERS,
      repository: 'meta-llama/Llama-3.1-8B-Instruct',
      gpuProduct: 'NVIDIA-A100-80GB-PCIe',
      gpus: '1',
      flags: limits(8_192, 76, 2_048),
      toolCalls: true,
      cpu: '4',
      memory: '32Gi',
      scratch: '16Gi',
      sharedMemory: '2Gi',
      startSeconds: 1_800,
    },
    [weights],
  );
  disruptionBudget(place, WORKERS);
}

export function encoders(place: Place): void {
  vllm(
    place,
    {
      ...ENCODERS,
      repository: 'BAAI/bge-m3',
      gpuProduct: 'NVIDIA-L40',
      gpus: '1',
      replicas: '1',
      flags: limits(8_192, 256, 2_048),
      toolCalls: false,
      cpu: '4',
      memory: '32Gi',
      scratch: '19Gi',
      sharedMemory: '2Gi',
      startSeconds: 1_800,
      weightsFolder: '3Gi',
    },
    [],
  );
}

const limits = (context: number, sequences: number, batchedTokens: number): string[] => [
  '--max-model-len',
  `${context}`,
  '--max-num-seqs',
  `${sequences}`,
  '--max-num-batched-tokens',
  `${batchedTokens}`,
];

function vllm(place: Place, pool: Pool, prerequisites: readonly ITerraformDependable[]): void {
  const serviceAccount = account(place, pool);
  new DeploymentV1(place.stack, `${pool.name}-deployment`, {
    metadata: metadata(pool),
    spec: {
      ...(pool.replicas === undefined ? {} : { replicas: pool.replicas }),
      progressDeadlineSeconds: pool.startSeconds + 600,
      selector: { matchLabels: selector(pool) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '0', maxUnavailable: '1' } },
      template: {
        metadata: { labels: labels(pool) },
        spec: {
          serviceAccountName: pool.name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 150,
          securityContext: podSecurity(2000, 0),
          affinity: nodeAffinity('nvidia.com/gpu.product', 'In', pool.gpuProduct),
          toleration: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
          container: [container(pool)],
          volume: [
            pool.weightsFolder === undefined
              ? { name: 'weights', persistentVolumeClaim: { claimName: `${pool.name}-weights` } }
              : { name: 'weights', emptyDir: { sizeLimit: pool.weightsFolder } },
            { name: 'tmp', emptyDir: { sizeLimit: '4Gi' } },
            { name: 'home', emptyDir: { sizeLimit: '10Gi' } },
            { name: 'uv-cache', emptyDir: { sizeLimit: '2Gi' } },
            { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: pool.sharedMemory } },
          ],
        },
      },
    },
    waitForRollout: false,
    dependsOn: [serviceAccount, ...prerequisites],
  });
  service(place, pool, 8000);
  fromNamespace(place, podsOf(pool), 'monitoring', '8000');
  toInternet(place, podsOf(pool));
}

function container(pool: Pool) {
  const resources = { memory: pool.memory, 'nvidia.com/gpu': pool.gpus, 'ephemeral-storage': pool.scratch };
  return {
    name: 'vllm',
    image: 'docker.io/vllm/vllm-openai:v0.30.0',
    imagePullPolicy: 'IfNotPresent',
    args: args(pool),
    env: [
      { name: 'HOME', value: '/home/vllm' },
      { name: 'HF_HOME', value: '/models' },
      { name: 'VLLM_CACHE_ROOT', value: '/home/vllm/.cache/vllm' },
      { name: 'VLLM_NO_USAGE_STATS', value: '1' },
      { name: 'VLLM_ENGINE_READY_TIMEOUT_S', value: `${pool.startSeconds}` },
      { name: 'VLLM_HTTP_TIMEOUT_KEEP_ALIVE', value: '130' },
      ...(pool.toolCalls ? [secretEnv('HF_TOKEN', 'hugging-face', 'token')] : []),
    ],
    port: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
    lifecycle: { preStop: [{ exec: { command: ['sleep', '15'] } }] },
    startupProbe: httpProbe('/health', 10, pool.startSeconds / 10),
    readinessProbe: httpProbe('/health', 5, 3),
    livenessProbe: httpProbe('/health', 10, 6),
    resources: { requests: { ...resources, cpu: pool.cpu }, limits: resources },
    securityContext: containerSecurity(2000, 0),
    volumeMount: [
      { name: 'weights', mountPath: '/models' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'home', mountPath: '/home/vllm' },
      { name: 'uv-cache', mountPath: '/opt/uv/cache' },
      { name: 'shm', mountPath: '/dev/shm' },
    ],
  };
}

const args = (pool: Pool): string[] => [
  pool.repository,
  '--served-model-name',
  pool.extraLabels?.['agent-fleet/model'] ?? pool.name,
  '--host',
  '0.0.0.0',
  '--port',
  '8000',
  ...pool.flags,
  '--gpu-memory-utilization',
  '0.90',
  '--shutdown-timeout',
  '120',
  '--disable-access-log-for-endpoints',
  '/health,/metrics',
  ...(pool.toolCalls ? ['--enable-auto-tool-choice', '--tool-call-parser', 'llama3_json'] : []),
];
