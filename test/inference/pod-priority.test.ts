/** Whose pods keep their GPU where nodes are short: what roles and props make of the PriorityClasses of two pools on the same nodes. */
import {
  AgentFleet,
  Cluster,
  type ClusterProps,
  Engine,
  Gpu,
  GpuService,
  InferencePool,
  type InferencePoolProps,
  Model,
  Namespace,
  PodPriority,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';
import { App, TerraformStack } from '../../lib/terraform/engine';
import type { FleetTemplate } from '../../lib/testing';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

/** Null says nothing of it. */
type Latency = 'background' | 'chat' | 'voice' | null;

interface Scene {
  readonly batch?: Partial<InferencePoolProps>;
  readonly answers?: Partial<InferencePoolProps>;
  readonly latency?: Latency;
  readonly others?: Latency;
  readonly stateStore?: false;
  readonly cluster?: ClusterProps;
  readonly beside?: (stack: TerraformStack, cluster: Cluster) => void;
}

const NODES = { l40s: { gpu: Gpu.L40S, nodes: 6 } };

/** A batch and a pool of answers, of one fleet. */
function app({ batch, answers, latency = 'background', others = 'chat', stateStore, cluster: more, beside }: Scene = {}): App {
  const made = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(made, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: NODES, ...more });
  const small = { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
  const digests = new InferencePool(stack, 'digests', { ...small, scaling: Scaling.queueDepth({ min: 1, max: 4 }), ...batch });
  const chat = new InferencePool(stack, 'answers', { ...small, ...answers });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['digester', 'answerer'] }),
    concurrentWorkflows: 2,
    roles: {
      digester: { pool: digests, contextTokens: 4_000, ...(latency === null ? {} : { latency }) },
      answerer: { pool: chat, contextTokens: 4_000, ...(others === null ? {} : { latency: others }) },
    },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/agents:1.0.0' },
    ...(stateStore === undefined ? {} : { stateStore }),
  });
  beside?.(stack, cluster);
  return made;
}

const synthesized = (scene?: Scene): FleetTemplate => templateOf(app(scene), 'research');

interface Pods {
  readonly spec: { readonly template: { readonly spec: { readonly priorityClassName?: string } } };
}

const classOf = (template: FleetTemplate, deployment: string): string | undefined => {
  const found = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === deployment);
  return (found as unknown as Pods).spec.template.spec.priorityClassName;
};
const classes = (template: FleetTemplate) => template.manifests().filter(({ kind }) => kind === 'PriorityClass');
const priorityOf = (template: FleetTemplate, name: string) => template.plan().pools.find((pool) => pool.name === name)?.priority;
const codesOf = (template: FleetTemplate) => template.plan().findings.map(({ code }) => code);

const BATCH = 'agent-fleet.research.minus-1-waits';

describe('by its roles', () => {
  test('a pool of the background gives way to one that users wait for, and keeps its place before nobody else', () => {
    const template = synthesized();
    expect(classOf(template, 'digests')).toBe(BATCH);
    expect(classOf(template, 'answers')).toBeUndefined();
    expect(classes(template)).toMatchObject([
      { apiVersion: 'scheduling.k8s.io/v1', metadata: { name: BATCH }, value: -1, preemptionPolicy: 'Never' },
    ]);
    expect(classes(template)[0]).not.toHaveProperty('globalDefault', true);
  });

  test('the plan says who gives way to whom, and how long a GPU is taken until then', () => {
    const template = synthesized();
    expect(priorityOf(template, 'digests')).toEqual({
      ...{ className: BATCH, value: -1, preempts: false, from: 'roles' },
      ...{ givesWayTo: ['research/answers'], takesPlaceOf: [], endsWithinSeconds: expect.any(Number) },
    });
    expect(priorityOf(template, 'answers')).toMatchObject({
      className: null,
      value: 0,
      from: 'cluster',
      takesPlaceOf: ['research/digests'],
    });
    const deployment = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'digests');
    const { terminationGracePeriodSeconds } = (deployment as never as { spec: { template: { spec: Record<string, unknown> } } }).spec
      .template.spec;
    expect(priorityOf(template, 'digests')?.endsWithinSeconds).toBe(terminationGracePeriodSeconds);
  });

  test.each<readonly [string, Scene]>([
    ['the roles say nothing of their class', { latency: null }],
    ['users wait for it', { latency: 'chat' }],
    ['nobody waits for the other', { others: 'background' }],
    ['its work starts anew when it is cut off', { stateStore: false }],
    [
      'the other has another GPU',
      { answers: { gpu: Gpu.H100_PCIE }, cluster: { nodePools: { ...NODES, h100: { gpu: Gpu.H100_PCIE, nodes: 2 } } } },
    ],
    [
      'the other has nodes of its own',
      {
        batch: { nodePool: 'l40s' },
        answers: { nodePool: 'users' },
        cluster: {
          nodePools: {
            l40s: { ...NODES.l40s, labels: { for: 'batches' } },
            users: { gpu: Gpu.L40S, nodes: 2, labels: { for: 'users' } },
          },
        },
      },
    ],
  ])('no class is made where %s', (_, scene) => {
    const template = synthesized(scene);
    expect(classes(template)).toEqual([]);
    expect(classOf(template, 'digests')).toBeUndefined();
    expect(JSON.stringify(template.json)).not.toContain('priority');
  });

  test('nodes that nobody declares are those with the GPU', () => {
    expect(classOf(synthesized({ cluster: { nodePools: {} } }), 'digests')).toBe(BATCH);
  });

  test('floor and burst have one class', () => {
    const spot = {
      gpu: Gpu.L40S,
      nodes: 4,
      purchase: 'spot',
      usdPerGpuHour: 0.4,
      priceAsOf: '2026-11-01',
      labels: { buy: 'spot' },
    } as const;
    const nodePools = { l40s: { ...NODES.l40s, labels: { buy: 'steady' } }, spot };
    const template = synthesized({
      batch: { nodePool: 'l40s', burstNodePools: ['spot'] },
      answers: { nodePool: 'l40s' },
      cluster: { nodePools },
    });
    expect(['digests', 'digests-burst'].map((name) => classOf(template, name))).toEqual([BATCH, BATCH]);
    expect(classes(template)).toHaveLength(1);
  });
});

describe('the class', () => {
  test('is there before the pods, and goes after they have let go of it', () => {
    const { resource } = synthesized().json as unknown as {
      resource: Record<string, Record<string, { depends_on?: string[]; lifecycle?: object }>>;
    };
    const [id, made] = Object.entries(resource['kubernetes_priority_class_v1'] ?? {})[0] ?? [];
    expect(made?.lifecycle).toEqual({ create_before_destroy: true });
    const waiting = Object.values(resource['kubernetes_deployment_v1'] ?? {}).filter(({ depends_on = [] }) =>
      depends_on.includes(`kubernetes_priority_class_v1.${id}`),
    );
    expect(waiting).toHaveLength(1);
  });

  test('is named by what it says, since a value cannot change', () => {
    const nameWith = (value: number) =>
      classOf(synthesized({ batch: { podPriority: PodPriority.custom({ value, preempts: false }) } }), 'digests');
    expect([nameWith(-2), nameWith(-3)]).toEqual(['agent-fleet.research.minus-2-waits', 'agent-fleet.research.minus-3-waits']);
  });

  test('is one for all pools of a stack that ask for the same', () => {
    const podPriority = PodPriority.custom({ value: 7 });
    const template = synthesized({ batch: { podPriority: PodPriority.BACKGROUND }, answers: { podPriority } });
    expect(
      classes(template)
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(['agent-fleet.research.7', BATCH]);
    expect(classes(synthesized({ batch: { podPriority }, answers: { podPriority } }))).toHaveLength(1);
  });

  test('is another in each stack that uses a namespace of somebody else', () => {
    const made = new App({ outdir: temporaryOutdir() });
    const names = ['one', 'Two/stacks'.replace('/', ' ')].map((id) => {
      const stack = new TerraformStack(made, id.replace(' ', '-'));
      const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: NODES });
      new InferencePool(stack, `p-${stack.node.id.toLowerCase()}`, {
        ...{ cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192, replicas: 1 },
        namespace: Namespace.existing('shared'),
        podPriority: PodPriority.BACKGROUND,
      });
      return stack.node.id;
    });
    const [one, two] = names.map((name) => classes(templateOf(made, name)).map(({ metadata }) => metadata.name));
    expect(one).toEqual(['agent-fleet.shared.one.minus-1-waits']);
    expect(two?.[0]).toMatch(/^agent-fleet\.shared\.two-stacks-[0-9a-f]{8}\.minus-1-waits$/);
  });

  test('that exists is named and not made', () => {
    const template = synthesized({ batch: { podPriority: PodPriority.existing({ name: 'batch-low', value: -100, preempts: false }) } });
    expect(classOf(template, 'digests')).toBe('batch-low');
    expect(classes(template)).toEqual([]);
    expect(priorityOf(template, 'digests')).toMatchObject({ className: 'batch-low', value: -100, from: 'podPriority' });
  });
});

describe('props', () => {
  test('win over roles', () => {
    const template = synthesized({ batch: { podPriority: PodPriority.custom({ value: -9 }) } });
    expect(classOf(template, 'digests')).toBe('agent-fleet.research.minus-9');
    expect(priorityOf(template, 'digests')).toMatchObject({ value: -9, preempts: true, from: 'podPriority' });
  });

  test('a GPU service has a class where it says so, and is outranked like a pool', () => {
    const template = synthesized({
      beside: (stack, cluster) =>
        void new GpuService(stack, 'images', {
          ...{ cluster, image: 'registry.example.com/flux:1.0.0', port: 8188, gpu: Gpu.L40S, memoryGiBPerGpu: 30 },
          podPriority: PodPriority.BACKGROUND,
        }),
    });
    expect(classOf(template, 'images')).toBe(BATCH);
    expect(classes(template)).toHaveLength(1);
    expect(template.plan().gpuServices?.[0]?.priority).toMatchObject({
      className: BATCH,
      givesWayTo: ['research/answers'],
      endsWithinSeconds: 90,
    });
    expect(priorityOf(template, 'answers')?.takesPlaceOf).toEqual(['research/digests', 'research/images']);
  });

  test('router, agents and stores have no class, and run where no pod with a GPU comes: none takes the place of the other', () => {
    const template = synthesized({ batch: { podPriority: PodPriority.BACKGROUND } });
    const withClass = template
      .manifests()
      .filter((object) => object.kind !== 'PriorityClass' && JSON.stringify(object).includes('priorityClassName'))
      .map(({ metadata }) => metadata.name);
    expect(withClass).toEqual(['digests']);
    const others = template
      .manifests()
      .filter(({ kind, metadata }) => kind === 'Deployment' && !['digests', 'answers'].includes(metadata.name));
    expect(others.length).toBeGreaterThan(1);
    for (const other of others) expect(JSON.stringify(other)).toContain('"key":"nvidia.com/gpu.present","operator":"NotIn"');
  });

  test('a pool that an operator or a LeaderWorkerSet runs has it in the pods of that object', () => {
    const ray = synthesized({ batch: { engine: Engine.rayServe(), scaling: undefined, replicas: 1 } as never });
    const service = ray.manifests().find(({ kind }) => kind === 'RayService');
    expect(JSON.stringify(service)).toContain(`"priorityClassName":"${BATCH}"`);
    const releases = ray.json.resource?.['helm_release'] as Record<string, { depends_on?: string[] }>;
    const waiting = Object.values(releases).flatMap(({ depends_on = [] }) => depends_on);
    expect(waiting.filter((name) => name.startsWith('kubernetes_priority_class_v1.'))).toHaveLength(1);
    const alone = synthesized({ others: 'background', batch: { engine: Engine.rayServe(), scaling: undefined, replicas: 1 } as never });
    expect(JSON.stringify(alone.manifests().find(({ kind }) => kind === 'RayService'))).not.toContain('priorityClassName');
  });
});

describe('findings', () => {
  const few = { nodePools: { l40s: { gpu: Gpu.L40S, nodes: 4 } } };

  test('say where nodes do not hold both and the batch keeps its GPU; the repair is one prop', () => {
    const template = synthesized({ batch: { podPriority: PodPriority.custom({ value: 0 }) }, cluster: few });
    const found = template.plan().findings.find(({ code }) => code === 'AF-ELA-032');
    expect(found).toMatchObject({ path: 'research/digests', prop: 'podPriority', value: 0 });
    expect(JSON.stringify(found?.repairs)).toContain('PodPriority.BACKGROUND');
  });
  test('none where the roles decide', () => {
    expect(codesOf(synthesized({ cluster: few })).filter((code) => /AF-ELA-03[2-7]/.test(code))).toEqual([]);
  });
  test('spot nodes run short at any time', () => {
    const nodePools = { l40s: { gpu: Gpu.L40S, nodes: 9, purchase: 'spot' } } as const;
    expect(codesOf(synthesized({ batch: { podPriority: PodPriority.custom({ value: 0 }) }, cluster: { nodePools } }))).toContain(
      'AF-ELA-032',
    );
  });
  const named = (value: number, preempts = true) => PodPriority.existing({ name: 'house', value, preempts });
  const refusedWith = (scene: Scene) => {
    return problemsIn(() => checkedAlone(app(scene)).synth()).filter(({ severity }) => severity === 'error');
  };

  test('name both places and both values where one class of a cluster is said to be two things, once', () => {
    const found = refusedWith({ batch: { podPriority: named(-5) }, answers: { podPriority: named(5) } });
    expect(found.map(({ code, path }) => [code, path])).toEqual([['AF-ELA-036', 'research/digests']]);
    for (const part of ['house', 'research/digests (value: -5,', 'research/answers (value: 5,']) expect(found[0]?.message).toContain(part);
  });
  test('a class may be named by a GPU service, too, and differ in its policy alone', () => {
    const beside: Scene['beside'] = (stack, cluster) =>
      void new GpuService(stack, 'images', {
        ...{ cluster, image: 'registry.example.com/flux:1.0.0', port: 8188, gpu: Gpu.L40S, memoryGiBPerGpu: 30 },
        podPriority: named(-5, false),
      });
    expect(refusedWith({ batch: { podPriority: named(-5) }, beside })[0]?.message).toContain(
      'research/images (value: -5, preempts: false)',
    );
  });
  test('one class may be two things on two clusters, and is named twice where both say the same', () => {
    expect(refusedWith({ batch: { podPriority: named(-5) }, answers: { podPriority: named(-5) } })).toEqual([]);
    const beside: Scene['beside'] = (stack) =>
      void new InferencePool(stack, 'elsewhere', {
        ...{ model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192, podPriority: named(9), namespace: 'elsewhere' },
        cluster: Cluster.fromKubeconfig({ context: 'other', nodePools: NODES }),
      });
    expect(refusedWith({ batch: { podPriority: named(-5) }, beside })).toEqual([]);
  });

  const afterBatch = (scene: Scene) =>
    synthesized({ cluster: few, ...scene })
      .plan()
      .findings.filter(({ code }) => code === 'AF-ELA-037');

  test('users who wait for work that can wait: the pool is named, and leaving the prop out is the repair', () => {
    const [found, ...more] = afterBatch({ answers: { podPriority: PodPriority.BACKGROUND } });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ path: 'research/answers', prop: 'podPriority', value: -1 });
    expect(found?.repairs).toMatchObject([{ changes: [{ field: 'podPriority', op: 'remove' }] }]);
  });
  test('a batch above users is lowered by the repair', () => {
    const [found] = afterBatch({
      batch: { podPriority: PodPriority.custom({ value: 50, preempts: false }) },
      answers: { podPriority: PodPriority.custom({ value: 5 }) },
    });
    expect(found).toMatchObject({ allowed: 'a priority above 50, and preempts: true' });
    expect(JSON.stringify(found?.repairs)).toContain('"name":"digests"');
  });
  test.each<readonly [string, Scene]>([
    ['users go first', { answers: { podPriority: PodPriority.INTERACTIVE } }],
    ['nobody waits for either', { others: 'background', answers: { podPriority: PodPriority.BACKGROUND } }],
    [
      'users take no place on nodes that hold both',
      {
        answers: { podPriority: PodPriority.custom({ value: 5, preempts: false }) },
        cluster: { nodePools: { l40s: { gpu: Gpu.L40S, nodes: 9 } } },
      },
    ],
  ])('none where %s', (_, scene) => {
    expect(afterBatch(scene)).toEqual([]);
  });
});
