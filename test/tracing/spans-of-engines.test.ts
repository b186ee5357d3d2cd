/** Pools on each engine with tracing: what the engine is told, which way its spans go, and why an engine sends none. */
import {
  Engine,
  ExternalHost,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  InternalService,
  Model,
  SecretRef,
  Tracing,
} from 'cdktf-agent-fleet';
import { isFleetError } from '../../lib/core/fleet-error';
import { Cluster } from '../../lib/platform/cluster';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import type { ITracing } from '../../lib/tracing/contract';
import { templateOf } from '../setup/template-of';

const COLLECTOR = 'http://tracing.research.svc.cluster.local';
const LLM = { model: Model.QWEN3_8B, maxContextTokens: 8_192 };
const EMBEDDER = { model: Model.BGE_M3, maxContextTokens: 512 };

type Made = Partial<InferencePoolProps>;

function setting() {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', environment: 'development' });
  const stack = new TerraformStack(app, 'research');
  const to = new ExternalHost({
    name: 'traces',
    host: 'otlp.example.com',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('traces', 'key'),
  });
  return { app, cluster, stack, tracing: Tracing.otlp(stack, 'tracing', { cluster, to }) as ITracing };
}

function pooled(props: Made, tracing?: ITracing) {
  const made = setting();
  const { stack, cluster } = made;
  const pool = new InferencePool(stack, 'pool', {
    cluster,
    gpu: Gpu.L40S,
    ...LLM,
    tracing: tracing ?? made.tracing,
    ...props,
  } as InferencePoolProps);
  return { ...made, pool };
}

/** What the container of the pool is started with, and the policies of its network. */
function started(props: Made) {
  const { app, pool } = pooled(props);
  const template = templateOf(app, 'research');
  type Pod = { spec: { template: { spec: { container: { args: string[]; env: { name: string; value?: string }[] }[] } } } };
  const named = (type: string) => template.resources(type as never) as unknown as (Pod & { metadata: { name: string } })[];
  const [container] =
    named('kubernetes_deployment_v1').find(({ metadata }) => metadata.name === 'pool')?.spec.template.spec.container ?? [];
  const policies = named('kubernetes_network_policy_v1').filter(({ metadata }) => metadata.name === 'tracing-from-research-pool');
  return {
    args: container?.args.join(' ') ?? '',
    env: Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])),
    opened: [...JSON.stringify(policies).matchAll(/"port":\s*"?(\d+)/g)].map(([, port]) => port),
    options: pool.plan().engineOptions,
  };
}

function refused(props: Made, tracing?: ITracing): string[] {
  try {
    pooled(props, tracing).app.synth();
  } catch (error) {
    if (!isFleetError(error)) throw error;
    return error.problems.filter(({ prop }) => prop === 'tracing').map(({ code, message }) => `${code} ${message}`);
  }
  return [];
}

test.each<[string, Made]>([
  ['vLLM', {}],
  ['SGLang', { engine: Engine.sglang() }],
])('%s posts its spans over HTTP', (_, props) => {
  const { args, env, opened, options } = started(props);
  expect(args).toContain(`--otlp-traces-endpoint ${COLLECTOR}:4318/v1/traces`);
  expect(env).toMatchObject({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf', OTEL_SERVICE_NAME: 'pool' });
  expect([opened, options.spansTo, options.untraced]).toEqual([['4318'], `${COLLECTOR}:4318`, undefined]);
});

test('SGLang is told to trace, and not to write a span for every token', () => {
  const { args, env } = started({ engine: Engine.sglang() });
  expect(args).toMatch(/--enable-trace( |$)/);
  expect(env['SGLANG_TRACE_LEVEL']).toBe('1');
});

test('Text Embeddings Inference sends its spans over gRPC, as the pool that it is', () => {
  const { args, env, opened, options } = started({ engine: Engine.textEmbeddingsInference(), ...EMBEDDER });
  expect(args).toContain(`--otlp-endpoint ${COLLECTOR}:4317 --otlp-service-name $(OTEL_SERVICE_NAME)`);
  expect(env).toMatchObject({
    OTEL_SERVICE_NAME: 'pool',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${COLLECTOR}:4317`,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
  });
  expect([opened, options.spansTo]).toEqual([['4317'], `${COLLECTOR}:4317`]);
});

test('Text Generation Inference does so too', () => {
  const { args, opened } = started({ engine: Engine.textGenerationInference({ image: 'registry.example.com/tgi' }) });
  expect(args).toContain(`--otlp-endpoint ${COLLECTOR}:4317`);
  expect(opened).toEqual(['4317']);
});

test('a collector of others that takes spans over HTTP alone is refused where an engine speaks gRPC, and taken where it does not', () => {
  const existing = Tracing.fromExisting({ to: new InternalService({ name: 'collector', namespace: 'monitoring', port: 4318 }) });
  expect(refused({ engine: Engine.textEmbeddingsInference(), ...EMBEDDER }, existing)).toEqual([
    'AF-ENG-027 Text Embeddings Inference 1.9.3 sends its spans over gRPC, and this tracing takes them over HTTP alone',
  ]);
  expect(refused({ engine: Engine.sglang() }, existing)).toEqual([]);
});

test.each<[string, Made, RegExp]>([
  ['TensorRT-LLM', { engine: Engine.tensorRtLlm() }, /whether its image has the packages of OpenTelemetry is not known/],
  ['Ray Serve', { engine: Engine.rayServe() }, /whether its replicas send spans was not tried/],
  ['Ollama', { engine: Engine.ollama(), quantization: 'q4_k_m' }, /it is not known to send spans/],
])('%s sends none: the prop is refused, and the plan says why', (_, props, why) => {
  expect(refused(props)).toEqual([expect.stringMatching(why)]);
  const { tracing: _none, ...made } = setting();
  const pool = new InferencePool(made.stack, 'pool', { cluster: made.cluster, gpu: Gpu.L40S, ...LLM, ...props } as InferencePoolProps);
  expect(pool.plan().engineOptions).toMatchObject({ untraced: expect.stringMatching(why) });
});
