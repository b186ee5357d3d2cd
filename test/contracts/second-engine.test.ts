/** An engine of a user goes all the way: pool, router, autoscaler, rules and dashboard, under its own port and its own names. */
import {
  AgentFleet,
  Engine,
  Gpu,
  InferencePool,
  Model,
  NO_METRICS,
  ObservabilityStack,
  type ReplicaSpec,
  registerEngine,
  Scaling,
  SecretRef,
  Topology,
} from 'cdktf-agent-fleet';
import { engineModelOf } from 'cdktf-agent-fleet/capacity';
import type { FleetTemplate } from '../../lib/testing';
import { manifest, refusal, research, type Setting } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';
import { TOY, TOY_SIZING, toyAdapter, toyEngine } from '../support/toy-engine';

registerEngine(toyAdapter);

/** One replica of the pool below, as sizing sees it. */
const replica: ReplicaSpec = {
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  engine: toyEngine(),
  tensorParallel: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 8_192,
};

interface Pod {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly securityContext: Record<string, unknown>;
        readonly containers: readonly Container[];
        readonly initContainers: readonly Container[];
      };
    };
  };
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: Record<string, unknown>;
  readonly startupProbe: {
    readonly httpGet: { readonly path: string; readonly port: string };
    readonly periodSeconds: number;
    readonly failureThreshold: number;
  };
  readonly env: readonly { readonly name: string; readonly valueFrom?: unknown }[];
}

function fleetOn(setting: Setting, engine: Engine, scaling = true): AgentFleet {
  const { stack, cluster } = setting;
  const pool = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    engine,
    huggingFaceToken: SecretRef.existing('hub', 'token'),
    ...(scaling ? { scaling: Scaling.queueDepth({ min: 1, max: 3 }) } : {}),
  });
  const fleet = new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 4,
    roles: { writer: { pool, contextTokens: 4_000, latency: 'chat' } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  return fleet;
}

const textOf = (template: FleetTemplate): string => JSON.stringify(template.manifests());

describe('a pool of an engine of a user', () => {
  const template = research((setting) => void fleetOn(setting, toyEngine()));
  const { spec } = manifest<Pod>(template, 'Deployment', 'workers').spec.template;
  const [container] = spec.containers;

  test('runs its image, command and arguments', () => {
    expect(container).toMatchObject({ name: 'toy', image: 'registry.example.com/toy:1.2.0', command: ['toy', 'serve'] });
    expect(container?.args.slice(0, 4)).toEqual(['--model', 'meta-llama/Llama-3.1-8B-Instruct', '--name', 'llama-3.1-8b-instruct']);
    expect(container?.args.slice(-2)).toEqual(['--tools', 'plain']);
  });

  test('is probed, called and scraped where the engine listens', () => {
    expect(container?.ports).toEqual([
      expect.objectContaining({ name: 'http', containerPort: 7000 }),
      expect.objectContaining({ name: 'metrics', containerPort: 7100 }),
    ]);
    expect(container?.startupProbe.httpGet).toMatchObject({ path: '/ready', port: 'http' });
    expect(manifest(template, 'Service', 'workers')).toMatchObject({ spec: { ports: [{ name: 'http', port: 7000, targetPort: 'http' }] } });
    expect(manifest(template, 'PodMonitor', 'workers')).toMatchObject({
      spec: { podMetricsEndpoints: [{ port: 'metrics', path: '/prometheus' }] },
    });
  });

  test('lets the router in to the API and Prometheus in to the metrics, each on its port', () => {
    const policies = template.manifests().filter(({ kind }) => kind === 'NetworkPolicy') as { spec?: { ingress?: unknown } }[];
    const ports = (from: string) => JSON.stringify(policies.filter((policy) => JSON.stringify(policy.spec?.ingress ?? '').includes(from)));
    expect(ports('"monitoring"')).toContain('7100');
    expect(ports('crew-router')).toContain('7000');
    expect(ports('crew-router')).not.toContain('7100');
  });

  test('keeps the restricted pod standard, and its token a reference', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container?.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    const token = spec.initContainers[0]?.env.find(({ name }) => name === 'TOY_HUB_TOKEN');
    expect(token).toMatchObject({ valueFrom: { secretKeyRef: { name: 'hub', key: 'token' } } });
    expect(container?.env.map(({ name }) => name)).not.toContain('TOY_HUB_TOKEN');
  });

  test('is preceded by its own download, into the same folder and with room for what that writes', () => {
    expect(spec.initContainers).toEqual([
      expect.objectContaining({
        command: expect.arrayContaining(['toy', 'pull', 'meta-llama/Llama-3.1-8B-Instruct']) as unknown,
        volumeMounts: [expect.objectContaining({ mountPath: '/weights' }), expect.objectContaining({ mountPath: '/scratch' })],
      }),
    ]);
  });

  test('is routed as any server of the OpenAI dialect', () => {
    const config = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'crew-router').data['config.yaml'];
    expect(config).toContain('openai/llama-3.1-8b-instruct');
    expect(config).toContain('http://crew-router-affinity.research.svc.cluster.local:8080/research.workers/v1');
    const proxy = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'crew-router-affinity').data['envoy.yaml'];
    expect(proxy).toContain('port_value: 7000');
  });

  test('scales on its own queue', () => {
    expect(manifest(template, 'ScaledObject', 'workers')).toMatchObject({
      spec: { triggers: [{ metadata: { query: expect.stringMatching(/^sum\(toy_queue_length\{/) as unknown } }] },
    });
  });

  test('is watched by its own names; what it does not write has no rule, no alert and no panel', () => {
    const rules = JSON.stringify(manifest(template, 'PrometheusRule', 'observability'));
    for (const name of ['toy_slots_busy', 'toy_queue_length', 'toy_cache_share', 'toy_first_token_seconds_bucket'])
      expect(rules).toContain(name);
    expect(rules).not.toMatch(/AgentFleetPreemptions|:preemptions:|prefix_cache|\bnull\b|undefined/);
    const dashboard = JSON.stringify(manifest(template, 'ConfigMap', 'observability-dashboard'));
    expect(dashboard).toContain('KV cache in use');
    expect(dashboard).not.toContain('Prefix cache hits');
  });

  test('is planned by its own sizing: a pool that is sure to fit, with terms that name where they come from', () => {
    const [plan] = template.plan().pools;
    expect(plan).toMatchObject({ engine: { id: 'toy', version: '1.2.0' }, verdict: 'fits' });
    expect(plan?.memory.kvTokensPerReplica).toBeGreaterThan(4 * 4_000);
    const { maxNumSeqs = 0, maxNumBatchedTokens = 0 } = plan?.limits ?? {};
    const sized = engineModelOf(replica).supply({ ...replica, maxNumSeqs, maxNumBatchedTokens });
    expect(plan?.memory.kvTokensPerReplica).toBe(sized.kvTokens);
    expect(plan?.memory.terms.map(({ id }) => id)).toEqual(sized.terms.map(({ id }) => id));
  });

  test('emits no name of another engine', () => {
    expect(textOf(template)).not.toMatch(/vllm/i);
  });

  test('starts within its own budget', () => {
    const { periodSeconds = 0, failureThreshold = 0 } = container?.startupProbe ?? {};
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(300);
    expect(periodSeconds * failureThreshold).toBeLessThan(600);
  });
});

describe('an engine without a description of its memory', () => {
  const undescribed = { ...TOY, id: 'undescribed', name: 'Undescribed' };
  const { sizing: _, ...unsized } = toyAdapter;
  registerEngine({ ...unsized, definition: undescribed });

  test('runs, and its plan is uncertain and says what is missing', () => {
    const template = research((setting) => void fleetOn(setting, Engine.of(undescribed)));
    expect(template.plan().pools[0]).toMatchObject({ verdict: 'uncertain' });
    expect(JSON.stringify(template.plan().findings)).toContain('memory accounting of Undescribed');
  });
});

describe('an engine that serves no metrics', () => {
  const silent = { ...TOY, id: 'silent', name: 'Silent', metricsPath: null, metrics: NO_METRICS };
  registerEngine({ ...toyAdapter, definition: silent, sizing: { ...TOY_SIZING, id: 'silent' } });

  test('AF-ELA-013: cannot be scaled by its queue', () => {
    expect(refusal((setting) => void fleetOn(setting, Engine.of(silent))).problems).toContainEqual(
      expect.objectContaining({ code: 'AF-ELA-013', prop: 'scaling', path: 'research/workers' }),
    );
  });

  test('is neither scraped nor alarmed about, and keeps what others see of it', () => {
    const template = research((setting) => void fleetOn(setting, Engine.of(silent), false));
    const objects = template.manifests().filter(({ metadata }) => metadata.name === 'workers');
    expect(objects.map(({ kind }) => kind)).not.toContain('PodMonitor');
    const rules = JSON.stringify(manifest(template, 'PrometheusRule', 'observability'));
    expect(rules).toContain('agent_fleet:gpus:sum');
    expect(rules).not.toMatch(/AgentFleetPoolDown|AgentFleetQueueLong|AgentFleetKvCacheHigh|null/);
  });
});

describe('an engine that is not registered', () => {
  const unknown = { ...TOY, id: 'unknown', name: 'Unknown' };

  test('AF-ENG-030: is refused where its pool is made', () => {
    expect(refusal((setting) => void fleetOn(setting, Engine.of(unknown))).problems).toEqual([
      expect.objectContaining({ code: 'AF-ENG-030', prop: 'engine', value: 'unknown', path: 'research/workers' }),
    ]);
  });

  test('AF-SPEC-003: cannot take the id of another', () => {
    const impostor = { ...toyAdapter, definition: { ...TOY, id: 'vllm', name: 'Impostor' } };
    const problems = problemsIn(() => registerEngine(impostor));
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-003', prop: 'definition.id', value: 'vllm' })]);
    expect(problemsIn(() => registerEngine(toyAdapter))).toEqual([]);
  });

  test.each([
    ['nothing', undefined, 'definition'],
    ['null', null, 'args'],
    ['an empty object', {}, 'limits'],
    ['arguments that are no function', { ...toyAdapter, args: [] }, 'args'],
    ['no definition', { ...toyAdapter, definition: null }, 'definition'],
    ['no download', { ...toyAdapter, download: undefined }, 'download'],
  ])('AF-SPEC-001: cannot be registered with %s', (_, adapter, prop) => {
    expect(problemsIn(() => registerEngine(adapter as never))).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', prop }));
  });

  test.each([
    ['nothing at all', undefined as unknown as typeof TOY, 'definition.id'],
    ['no id', { ...TOY, id: '' }, 'definition.id'],
    ['an id that is no label', { ...TOY, id: 'My Engine' }, 'definition.id'],
    ['no name', { ...TOY, name: '' }, 'definition.name'],
    ['no release', { ...TOY, defaultVersion: 'newest' }, 'definition.defaultVersion'],
    ['no way to count arguments', { ...TOY, countedArgs: undefined as never }, 'definition.countedArgs'],
    ['no flags', { ...TOY, flags: null as never }, 'definition.flags'],
    ['images that are no list', { ...TOY, images: 'toy' as never }, 'definition.images'],
  ])('AF-SPEC-001: is refused with %s', (_, definition, prop) => {
    expect(problemsIn(() => Engine.of(definition))).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', prop }));
  });
});
