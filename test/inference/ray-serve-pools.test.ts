/** A pool of Ray Serve LLM: one RayService for all replicas, the arguments of its engine as keywords, run by KubeRay in place of Kubernetes. */
import { parse } from 'yaml';
import { FleetPlatform, Scaling, Weights } from '../../lib';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { engineKeywords } from '../../lib/inference/engines/ray-serve/engine-kwargs';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool } from '../setup/research-stack';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const engine = Engine.rayServe();
const cluster = Cluster.fromKubeconfig({ context: 'c' });
const base: Partial<InferencePoolProps> = { engine, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, toolCalling: true };

function made(props: Partial<InferencePoolProps> = {}) {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'research');
  return { app, stack, made: pool({ stack, cluster }, 'p', { ...base, ...props }) };
}

const findingsOf = (props: Partial<InferencePoolProps>) =>
  poolFindings(made(props).made.view()).map(({ code, severity, prop, message }) => ({ code, severity, prop, message }));
const errorsOf = (props: Partial<InferencePoolProps>) => findingsOf(props).filter(({ severity }) => severity === 'error');

interface Pod {
  readonly affinity?: unknown;
  readonly initContainers?: readonly { readonly name: string }[];
  readonly containers: readonly [Readonly<Record<string, unknown>> & { readonly resources: { readonly limits: Record<string, string> } }];
  readonly volumes: readonly { readonly name: string }[];
}

interface RayServiceSpec {
  readonly serveConfigV2: string;
  readonly serveService: { readonly metadata: { readonly name: string } };
  readonly excludeHeadPodFromServeSvc: boolean;
  readonly rayClusterConfig: {
    readonly rayVersion: string;
    readonly headGroupSpec: { readonly rayStartParams: Record<string, string>; readonly template: { readonly spec: Pod } };
    readonly workerGroupSpecs: readonly [
      { readonly replicas: number; readonly minReplicas: number; readonly maxReplicas: number; readonly template: { readonly spec: Pod } },
    ];
  };
}

function written(props: Partial<InferencePoolProps> = {}) {
  const { app } = made(props);
  const template = templateOf(app, 'research');
  const objects = template.manifests();
  const spec = objects.find(({ kind }) => kind === 'RayService')?.['spec'] as unknown as RayServiceSpec;
  const [application] = (parse(spec.serveConfigV2) as { applications: [Record<string, unknown> & { args: { llm_configs: [Config] } }] })
    .applications;
  return { template, objects, spec, application, config: application.args.llm_configs[0] };
}

interface Config {
  readonly model_loading_config: unknown;
  readonly engine_kwargs: Readonly<Record<string, unknown>>;
  readonly deployment_config: Readonly<Record<string, unknown>>;
  readonly placement_group_config: unknown;
}

describe('one object', () => {
  const { objects, spec, config, application } = written({ replicas: 2, gpusPerReplica: 2 });
  const [workers] = spec.rayClusterConfig.workerGroupSpecs;

  test('stands in place of the Deployment and the Service, and its Service has the name of the pool', () => {
    const kinds = objects.filter(({ metadata }) => metadata.name === 'p').map(({ kind }) => kind);
    expect(kinds).toContain('RayService');
    expect(kinds).not.toContain('Deployment');
    expect(kinds).not.toContain('Service');
    expect(spec.serveService.metadata.name).toBe('p');
  });

  test('has one worker for each replica, a head without GPUs, and the release of Ray that brings the engine', () => {
    expect(workers).toMatchObject({ replicas: 2, minReplicas: 2, maxReplicas: 2 });
    expect(workers.template.spec.containers[0].resources.limits['nvidia.com/gpu']).toBe('2');
    const { rayStartParams, template } = spec.rayClusterConfig.headGroupSpec;
    expect(rayStartParams['num-cpus']).toBe('0');
    expect(template.spec.containers[0].resources.limits).toEqual({ memory: '8Gi' });
    expect(template.spec.volumes.map(({ name }) => name)).not.toContain('weights');
    expect(template.spec.initContainers).toBeUndefined();
    expect(spec.rayClusterConfig.rayVersion).toBe('2.60.0');
    expect(spec.excludeHeadPodFromServeSvc).toBe(true);
  });

  test('hides nothing of the image: its Python lies in the home of its user', () => {
    const mounts = [spec.rayClusterConfig.headGroupSpec.template.spec, workers.template.spec].flatMap(({ containers: [container] }) =>
      (container['volumeMounts'] as { mountPath: string }[]).map(({ mountPath }) => mountPath),
    );
    expect(mounts).toContain('/home/work');
    expect(mounts.filter((mountPath) => '/home/ray/anaconda3'.startsWith(mountPath) || mountPath.startsWith('/home/ray'))).toEqual([]);
  });

  test('leaves command, arguments and probes to the operator', () => {
    const [container] = workers.template.spec.containers;
    for (const field of ['command', 'args', 'startupProbe', 'readinessProbe', 'livenessProbe']) expect(container[field]).toBeUndefined();
    expect(container).toMatchObject({
      image: 'docker.io/rayproject/ray-llm:2.60.0-py312-cu130',
      securityContext: { readOnlyRootFilesystem: true },
    });
    expect(workers.template.spec.initContainers?.map(({ name }) => name)).toEqual(['download']);
  });

  test('tells the engine the numbers of the plan, and nothing that belongs to a server of its own', () => {
    expect(config.model_loading_config).toEqual({ model_id: 'qwen3-8b', model_source: 'Qwen/Qwen3-8B' });
    expect(config.engine_kwargs).toMatchObject({
      tensor_parallel_size: 2,
      max_model_len: 8_192,
      gpu_memory_utilization: expect.any(Number),
      max_num_seqs: expect.any(Number),
      enable_auto_tool_choice: true,
      tool_call_parser: 'hermes',
    });
    for (const key of ['model', 'served_model_name', 'host', 'port', 'shutdown_timeout'])
      expect(config.engine_kwargs).not.toHaveProperty(key);
    expect(config.deployment_config).toMatchObject({ num_replicas: 2, graceful_shutdown_timeout_s: 120 });
    expect(config.placement_group_config).toEqual({ bundles: [{ GPU: 1 }, { GPU: 1 }], strategy: 'STRICT_PACK' });
    expect(application).toMatchObject({ import_path: 'ray.serve.llm:build_openai_app', route_prefix: '/' });
  });

  test('opens the pods to each other and to the operator, and to nobody else', () => {
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name);
    expect(policies).toEqual(
      expect.arrayContaining(['p-from-itself', 'p-to-itself', 'p-from-kuberay-system-8265', 'p-from-kuberay-system-8000']),
    );
  });
});

test.each([
  [1, undefined],
  [2, 1],
  [3, 2],
])(
  'of %i workers one may be drained: a number that stays, since the operator says nothing of how many there are',
  (replicas, minAvailable) => {
    const budget = written({ replicas }).objects.find(({ kind }) => kind === 'PodDisruptionBudget');
    const matchLabels = { 'app.kubernetes.io/name': 'p', 'app.kubernetes.io/component': 'inference', 'ray.io/node-type': 'worker' };
    expect(budget?.['spec']).toEqual(minAvailable === undefined ? undefined : { minAvailable, selector: { matchLabels } });
  },
);

test('its series are those of the engine under the names of Ray, of the workers alone', () => {
  const { made: view } = made();
  expect(view.metrics.requestsWaiting).toBe('ray_vllm_num_requests_waiting');
  expect(view.metricSelector).toBe(
    'namespace="research",pod=~"p-[bcdfghjklmnpqrstvwxz2456789]{5}-gpu-worker-[bcdfghjklmnpqrstvwxz2456789]{5}"',
  );
  expect([view.metricsPortName, view.metricsPath]).toEqual(['metrics', '/metrics']);
});

test('weights of a claim are brought by the Job, and the workers wait for them', () => {
  const { spec, objects } = written({ weights: Weights.claim({ storageClass: 'shared-rwx' }) });
  expect(spec.rayClusterConfig.workerGroupSpecs[0].template.spec.initContainers?.map(({ name }) => name)).toEqual(['wait-for-weights']);
  expect(objects.filter(({ kind }) => kind === 'Job')).toHaveLength(1);
});

test('arguments become keywords of their kind, whatever their spelling', () => {
  const args = [
    '-tp',
    '2',
    '--no-enable-prefix-caching',
    '--seed=7',
    '--speculative-config',
    '{"method":"ngram"}',
    '--reasoning-parser',
    'qwen3',
    '--enforce-eager',
  ];
  expect(engineKeywords(args, engine)).toEqual({
    tensor_parallel_size: 2,
    enable_prefix_caching: false,
    seed: 7,
    speculative_config: { method: 'ngram' },
    reasoning_parser: 'qwen3',
    enforce_eager: true,
  });
});

test('drafts, fp8 weights and stages are those of the engine', () => {
  const { config } = written({ gpusPerReplica: 2, parallelism: { pipeline: 2 }, quantization: 'fp8' });
  expect(config.engine_kwargs).toMatchObject({ pipeline_parallel_size: 2, quantization: 'fp8' });
  const { config: drafts } = written({ speculative: Speculative.promptLookup({ tokens: 4 }) });
  expect(drafts.engine_kwargs['speculative_config']).toMatchObject({ method: 'ngram', num_speculative_tokens: 4 });
});

test('what a roll-out costs is said', () => {
  expect(findingsOf({})).toContainEqual(
    expect.objectContaining({
      code: 'AF-ENG-027',
      severity: 'info',
      message: expect.stringMatching(/second Ray cluster with as many GPUs/),
    }),
  );
});

test.each<[string, Partial<InferencePoolProps>, string, RegExp]>([
  [
    'scaling',
    { scaling: Scaling.queueDepth({ min: 1, max: 2 }) },
    'scaling',
    /fixed number of replicas: nothing of Kubernetes scales a RayService/,
  ],
  [
    'a release that no Ray brings',
    { engine: Engine.rayServe({ version: '0.30.0' }) },
    'engine',
    /no release of Ray that was read brings vLLM 0\.30\.0/,
  ],
  ['adapters', { adapters: [{ name: 'support', source: 'acme/support', rank: 16 }] }, 'adapters', /LoRA/],
  ['an encoder', { model: Model.BGE_M3, toolCalling: false }, 'engine', /language models/],
  [
    'copies that share experts',
    { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpusPerReplica: 2, parallelism: { data: 2 } },
    'parallelism.data',
    /another kind/,
  ],
  ['a part of a JSON', { extraArgs: ['--compilation-config.mode', '3'] }, 'extraArgs', /a part of one/],
])('refused: %s', (_, props, prop, message) => {
  expect(errorsOf(props)).toContainEqual(expect.objectContaining({ code: 'AF-ENG-027', prop, message: expect.stringMatching(message) }));
});

test('other names and several nodes are refused by their own rules', () => {
  expect(errorsOf({ aliases: ['assistant'] }).map(({ code }) => code)).toContain('AF-ENG-050');
  expect(errorsOf({ gpusPerReplica: 4, nodesPerReplica: 2 }).map(({ code }) => code)).toContain('AF-ENG-045');
});

test('a release of one image of the user is taken', () => {
  expect(errorsOf({ engine: Engine.rayServe({ version: '0.30.0', image: 'registry.example.com/ray-llm' }) })).toEqual([]);
});

test('a name that the operator would shorten is refused', () => {
  const names = (length: number) => errorsOf({ name: 'p'.repeat(length) }).map(({ code, prop }) => `${code} ${prop}`);
  expect(names(40)).toEqual([]);
  expect(names(41)).toEqual([expect.stringMatching(/^AF-SPEC-\d+ name$/)]);
});

test('needs its operator, which the platform installs', () => {
  const app = new App({ outdir: temporaryOutdir() });
  const operators = {
    prometheus: 'existing',
    keda: 'existing',
    gpuOperator: 'existing',
    externalSecrets: 'existing',
    postgresOperator: 'existing',
  } as const;
  new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, ...operators });
  pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', base);
  expect(() => templateOf(app, 'research')).toThrow(/AF-PLT-003.*ray-operator[\s\S]*rayOperator: \{\}/);
});
