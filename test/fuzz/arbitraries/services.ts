/** What agents reach: services in the cluster and outside of it, and MCP servers. */
import type { TerraformStack } from 'cdktf';
import {
  ExternalHost,
  ExternalSecret,
  Gpu,
  GpuService,
  InternalService,
  type IService,
  McpServer,
  PodPriority,
  Region,
  Scaling,
  SecretRef,
  ToolSandbox,
  Tracing,
  Volume,
} from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyCaBundle } from './mounted';
import { cpuNodes } from './nodes';
import { given, type Mostly, oneIn, pick, props } from './odd';
import { anyCpuPod, podProps } from './runtime';
import { textOrToken, written, writtenList } from './text';

const key = pick(SecretRef.existing('services', 'key'));
const region = pick<unknown>('eu-central-1', Region.EU);

const anyInternal = (mostly: Mostly) =>
  fc.record({
    name: mostly(pick('vectors', 'memories')),
    namespace: mostly(pick('qdrant', 'search')),
    port: mostly(pick(6_333, 80)),
    others: props(mostly, 4, {
      service: pick('qdrant-http'),
      podPort: pick(16_333),
      scheme: pick('http', 'https', 'grpc'),
      path: pick('/v1'),
      mcp: pick(true, false),
      key,
      region,
    }),
    trust: oneIn(8, fc.record({ scheme: pick('https', 'https', 'https', 'http'), caBundle: anyCaBundle })),
    labels: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: pick({ podLabels: { app: 'qdrant' } }, { podLabels: { app: 'qdrant' }, admitClients: true }) },
    ),
    env: oneIn(4, pick('all', 'url alone')),
  });

const anyExternal = (mostly: Mostly) =>
  fc.record({
    name: mostly(pick('crm', 'tickets')),
    host: mostly(textOrToken('crm.example.com', '203.0.113.9')),
    where: mostly(
      pick({}, { cidrs: ['203.0.113.0/24'] }, { cidrs: ['203.0.113.0/24'], port: 8_443 }, { cidrs: ['203.0.113.9/32', '2001:db8::/32'] }),
    ),
    trust: oneIn(8, fc.record({ scheme: pick('https'), caBundle: anyCaBundle })),
    others: props(mostly, 4, { scheme: pick('https', 'http'), path: pick('/api'), mcp: pick(true, false), key, region }),
    env: oneIn(4, pick('all', 'url alone')),
  });

const anyMcpServer = (mostly: Mostly) =>
  fc.record({
    image: mostly(textOrToken('registry.example.com/search-mcp:1.0.0')),
    port: mostly(pick(8_000, 9_000)),
    pod: anyCpuPod(mostly),
    others: props(mostly, 4, {
      cpuNodePools: cpuNodes,
      name: pick('tools'),
      path: pick('/mcp', '/tools'),
      healthPath: pick('/health'),
      keepsSessions: pick(true, false),
      toolScopes: pick({ readers: { allowedTools: ['find', 'a/b.c'], port: 8_101 } }, { writers: { allowedTools: ['save'], port: 8_102 } }),
      callers: pick(['gateway']),
    }),
  });

const anySandbox = (mostly: Mostly) =>
  fc.record({
    image: mostly(textOrToken('registry.example.com/python:1.0.0')),
    port: mostly(pick(8_080, 9_090)),
    runtimeClass: mostly(pick('gvisor', 'gvisor', 'kata-qemu')),
    env: oneIn(4, pick({ PYTHONUNBUFFERED: '1' }, { NOTE: '${a} "b"' })),
    command: oneIn(6, fc.array(textOrToken('python', '${a}'), { minLength: 1, maxLength: 2 })),
    args: oneIn(4, fc.array(textOrToken('serve', '${a}', 'b "c"'), { minLength: 1, maxLength: 3 })),
    volumes: oneIn(6, pick([Volume.configMap({ name: 'rules', mountPath: '/etc/rules' })])),
    others: props(mostly, 4, {
      cpuNodePools: cpuNodes,
      name: pick('python'),
      path: pick('/run', '/mcp'),
      mcp: pick(true, false),
      healthPath: pick('/health'),
      replicas: pick(1, 3),
      taskSeconds: pick(5, 600),
      tasksPerPod: pick(1, 4),
      resources: pick({ cpu: '500m', memory: '512Mi' }),
      imagePullSecrets: pick(['registry']),
      runAsUser: pick(1_000),
      scratchGiB: pick(1, 20),
    }),
  });

const anyGpuService = (mostly: Mostly) =>
  fc.record({
    image: mostly(textOrToken('registry.example.com/flux-server:1.0.0')),
    port: mostly(pick(8_188, 9_000)),
    gpu: mostly(pick(Gpu.L40S, Gpu.H100_SXM, Gpu.L4)),
    nodePool: oneIn(40, mostly(pick('l40s'))),
    pod: anyCpuPod(mostly),
    scaling: oneIn(4, pick(Scaling.queueDepth({ min: 1, max: 2 }))),
    metrics: oneIn(
      2,
      props(mostly, 2, {
        path: pick('/metrics', '/prometheus'),
        port: pick(9_100),
        requestsWaiting: pick('queue_size'),
        requestsRunning: pick('in_flight'),
        requestDuration: pick('request_duration_seconds'),
      }),
    ),
    others: props(mostly, 4, {
      name: pick('images'),
      gpusPerReplica: pick(1, 2),
      memoryGiBPerGpu: pick(10, 20.5),
      podPriority: pick(PodPriority.BACKGROUND, PodPriority.existing({ name: 'batch', value: -5 })),
      path: pick('/generate'),
      mcp: pick(true, false),
      healthPath: pick('/health'),
      callers: pick(['gateway']),
      startupSeconds: pick(60, 1_200),
      requestSeconds: pick(10, 600),
      scratchGiB: pick(1, 50),
    }),
  });

const anyTracing = (mostly: Mostly) =>
  fc.record({
    kind: pick('otlp', 'otlp', 'langfuse', 'langSmith', 'existing'),
    to: anyExternal(mostly),
    others: props(mostly, 2, {
      cpuNodePools: cpuNodes,
      name: pick('spans'),
      replicas: pick(1, 3),
      sampledShare: pick(0.1, 1),
      prompts: pick('removed', 'kept'),
      keptAttributes: pick(['app.tenant']),
      resources: pick({ cpu: '500m', memory: '1Gi' }),
    }),
    keyHeader: oneIn(4, pick('x-api-key')),
    project: oneIn(4, pick('research')),
  });

/** A Secret from a store, which nothing of the app reads: whether the pods that do would start is asked elsewhere. */
const anySecret = (mostly: Mostly) =>
  fc.record({
    store: mostly(pick('vault', 'secrets.manager')),
    keys: mostly(
      pick<object>(
        { 'api-key': { key: 'prod/openai' } },
        { 'tls.crt': { key: 'a "b" ${c}' }, organisation: { key: 'openai', property: '{{ d }}', version: '2' } },
      ),
    ),
    others: props(mostly, 2, {
      storeKind: pick('ClusterSecretStore', 'SecretStore'),
      refreshMinutes: pick(0, 15),
      type: pick('Opaque'),
      name: pick('provider.keys'),
    }),
  });

export const anyServices = (mostly: Mostly) =>
  fc.record({
    internal: oneIn(4, anyInternal(mostly)),
    external: oneIn(4, anyExternal(mostly)),
    mcp: oneIn(4, anyMcpServer(mostly)),
    sandbox: oneIn(6, anySandbox(mostly)),
    onGpus: oneIn(8, anyGpuService(mostly)),
    tracing: oneIn(4, anyTracing(mostly)),
    secret: oneIn(6, anySecret(mostly)),
  });

export type AnyServices = ReturnType<typeof anyServices> extends fc.Arbitrary<infer T> ? T : never;

/** Variables under other names; the key has one where there is a key. */
const envOf = (name: unknown, kind: 'all' | 'url alone' | undefined, keyed: boolean, trusted: boolean): object => {
  if (kind === undefined) return {};
  const prefix = String(name).toUpperCase();
  const keyVariable = keyed ? { [`${prefix}_SECRET`]: 'key' } : {};
  const all = { [`${prefix}_AT`]: 'address', [`${prefix}_ON`]: 'host', [`${prefix}_BY`]: 'port' };
  return {
    env: { [`${prefix}_LINK`]: 'url', ...(kind === 'all' ? all : {}), ...keyVariable, ...(trusted ? { [`${prefix}_CA`]: 'ca' } : {}) },
  };
};

function tracingOf(tracing: NonNullable<AnyServices['tracing']>, stack: TerraformStack, at: object): IService {
  const { kind, to, others, keyHeader, project } = tracing;
  const host = written<unknown>(to.host, stack);
  const destination = new ExternalHost({
    name: 'traces',
    host,
    ...to.where,
    ...to.trust,
    key: SecretRef.existing('traces', 'key'),
  } as never);
  const told = { ...at, to: destination, ...others };
  const makers = {
    otlp: () => Tracing.otlp(stack, 'tracing', { ...told, ...given({ keyHeader }) } as never),
    langfuse: () => Tracing.langfuse(stack, 'tracing', told as never),
    langSmith: () => Tracing.langSmith(stack, 'tracing', { ...told, ...given({ project }) } as never),
    existing: () => Tracing.fromExisting({ to: destination }),
  };
  return makers[kind as keyof typeof makers]();
}

function sandboxOf(sandbox: AnyServices['sandbox'], stack: TerraformStack, at: object, services: readonly IService[]): IService[] {
  if (sandbox === undefined) return [];
  const { image, command, args, others, ...told } = sandbox;
  const texts = { image: written<unknown>(image, stack), command: writtenList(command, stack), args: writtenList(args, stack) };
  return [new ToolSandbox(stack, 'sandbox', { ...at, ...given({ ...told, ...texts, ...others, services }) } as never)];
}

function onGpusOf(drawn: AnyServices['onGpus'], stack: TerraformStack, at: object, services: readonly IService[]): IService[] {
  if (drawn === undefined) return [];
  const { image, pod, others, ...told } = drawn;
  const counted = told.scaling === undefined ? {} : { replicas: undefined };
  const texts = { image: written<unknown>(image, stack), ...podProps(pod, stack), ...counted };
  return [new GpuService(stack, 'gpu-tools', { ...at, ...given({ ...told, ...texts, ...others, services }) } as never)];
}

function secretOf({ others, ...told }: NonNullable<AnyServices['secret']>, stack: TerraformStack, at: object): void {
  new ExternalSecret(stack, 'provider-keys', { ...at, ...told, ...others } as never);
}

export function servicesOf(drawn: AnyServices, stack: TerraformStack, at: object): IService[] {
  const { internal, external, mcp, tracing, secret } = drawn;
  if (secret !== undefined) secretOf(secret, stack, at);
  const services: IService[] = [];
  if (internal !== undefined) {
    const { others, labels, env, trust = {}, ...told } = internal;
    services.push(
      new InternalService({
        ...told,
        ...others,
        ...trust,
        ...labels,
        ...envOf(told.name, env, 'key' in others, 'caBundle' in trust),
      } as never),
    );
  }
  if (external !== undefined) {
    const { others, where, env, name, trust = {} } = external;
    const host = written<unknown>(external.host, stack);
    services.push(
      new ExternalHost({ name, host, ...where, ...others, ...trust, ...envOf(name, env, 'key' in others, 'caBundle' in trust) } as never),
    );
  }
  if (tracing !== undefined) services.push(tracingOf(tracing, stack, at));
  services.push(...onGpusOf(drawn.onGpus, stack, at, [...services]));
  services.push(...sandboxOf(drawn.sandbox, stack, at, [...services]));
  if (mcp === undefined) return services;
  const { image, port, pod, others } = mcp;
  const told = given({ image: written<unknown>(image, stack), port, ...podProps(pod, stack), ...others, services });
  const server = new McpServer(stack, 'mcp-tools', { ...at, ...told } as never);
  const [scope] = Object.keys(server.spec.toolScopes);
  return [...services, scope === undefined ? server : server.scope(scope)];
}
