/** A tool on GPUs: its pods, who reaches it, what it takes of the GPUs of its cluster beside the pools, and what it costs. */
import { AgentRuntime, Cluster, Gpu, GpuService, McpServer, Model, Scaling, SessionStore, TaskQueue, Volume } from 'cdktf-agent-fleet';
import type { GpuServiceProps } from '../../lib/agents/gpu-service-props';
import type { ClusterProps } from '../../lib/platform/cluster';
import {
  edgesOf,
  expectRestricted,
  foundIn,
  manifest,
  pool,
  problemsOf,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const NODES: ClusterProps = {
  nodePools: { l40s: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1, usdPerGpuHour: 1, priceAsOf: '2026-11-01' }, cpu: { nodes: 3 } },
};
const image = 'registry.example.com/flux-server:1.3.0';

const service = ({ stack, cluster }: Setting, props: Partial<GpuServiceProps> = {}, id = 'images') =>
  new GpuService(stack, id, { cluster, image, port: 8188, gpu: Gpu.L40S, memoryGiBPerGpu: 34, ...props });

const agents = ({ stack, cluster }: Setting, services: readonly (GpuService | McpServer)[], id = 'agents') =>
  new AgentRuntime(stack, id, { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', services });

interface Deployed extends WithPod {
  readonly spec: WithPod['spec'] & { readonly strategy: object; readonly progressDeadlineSeconds?: number };
}

const clusterWith = (nodePools: ClusterProps['nodePools'], others: ClusterProps = {}) =>
  Cluster.fromKubeconfig({ context: 'prod-eu', ...(nodePools === undefined ? {} : { nodePools }), ...others });

const codes = (build: (setting: Setting) => void) => problemsOf(build).map(({ code }) => code);

describe('a GPU service', () => {
  const template = research((setting) => {
    const { stack, cluster } = setting;
    const images = service(setting, { healthPath: '/health', requestSeconds: 120, mcp: true });
    const tools = new McpServer(stack, 'tools', { cluster, image: 'registry.example.com/tools:1.0.0', port: 8000, services: [images] });
    agents(setting, [images, tools]);
    agents(setting, [], 'others');
  }, NODES);
  const { spec } = manifest<Deployed>(template, 'Deployment', 'images');
  const pod = spec.template.spec;
  const [container] = pod.containers;

  test('runs as restricted pods that ask for their GPU, on its nodes', () => {
    expectRestricted(pod);
    expect(container?.resources).toMatchObject({
      requests: { 'nvidia.com/gpu': '1', cpu: '4', memory: '32Gi', 'ephemeral-storage': '21Gi' },
      limits: { 'nvidia.com/gpu': '1', memory: '32Gi', 'ephemeral-storage': '21Gi' },
    });
    expect(JSON.stringify(pod)).toContain('nvidia.com/gpu.product');
    expect(pod.volumes).toEqual([
      { name: 'tmp', emptyDir: { sizeLimit: '20Gi' } },
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
    ]);
  });

  test('is rolled without a spare GPU, and lets a request end', () => {
    expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
    expect(spec.progressDeadlineSeconds).toBe(1_200);
    expect(pod.terminationGracePeriodSeconds).toBe(150);
  });

  test('waits for its model before it gets requests', () => {
    expect(container).toMatchObject({
      startupProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 5, failureThreshold: 120 },
    });
  });

  test('is reached by runtimes and MCP servers that list it, and by nobody else', () => {
    expect(edgesOf(template, 'images').sort()).toEqual(['images-from-research-agents', 'images-from-research-tools']);
    expect(edgesOf(template, 'others')).toEqual([]);
    const env = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers[0]?.env;
    expect(env).toContainEqual({ name: 'IMAGES_URL', value: 'http://images.research.svc.cluster.local:8188/mcp' });
    expect(env?.find(({ name }) => name === 'MCP_SERVERS')?.value).toContain(
      '"images":"http://images.research.svc.cluster.local:8188/mcp"',
    );
  });

  test('stands in the plan with its memory and its price', () => {
    const plan = template.plan();
    expect(plan.gpuServices).toEqual([
      expect.objectContaining({
        name: 'images',
        gpu: { id: 'l40s', name: Gpu.L40S.name },
        resource: 'nvidia.com/gpu',
        replicas: { min: 1, max: 1 },
        memoryGiBPerGpu: 34,
        usableGiBPerGpu: Gpu.L40S.reportedMemoryGiB,
        costPerHour: { floor: 1, ceiling: 1 },
      }),
    ]);
    expect(plan.costPerHour).toMatchObject({ floor: 1, ceiling: 1, unpriced: [] });
    expect(plan.economics?.tiers).toEqual([expect.objectContaining({ gpu: 'l40s', pools: ['images'] })]);
    expect(foundIn(template).filter(({ path }) => path === 'research/images')).toEqual([]);
  });
});

describe('scaling', () => {
  const metrics = { requestsWaiting: 'flux_queue_size', port: 9100 };

  test('follows the series of the service, which Prometheus may scrape', () => {
    const template = research((setting) => {
      service(setting, { metrics, scaling: Scaling.queueDepth({ min: 1, max: 3, waitingPerReplica: 2 }) });
    }, NODES);
    const scaled = manifest<{ readonly spec: { readonly triggers: readonly { readonly metadata: { readonly query: string } }[] } }>(
      template,
      'ScaledObject',
      'images',
    );
    expect(scaled.spec.triggers[0]?.metadata.query).toBe(
      'sum(flux_queue_size{namespace="research",pod=~"images-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"})',
    );
    expect(manifest<object>(template, 'PodMonitor', 'images')).toMatchObject({
      spec: { podMetricsEndpoints: [{ port: 'metrics', path: '/metrics' }] },
    });
    expect(edgesOf(template, 'images').join()).toBe('images-from-monitoring-9100');
    expect(manifest<{ readonly spec: object }>(template, 'Deployment', 'images').spec).not.toHaveProperty('replicas');
    expect(template.plan().gpuServices?.[0]).toMatchObject({ replicas: { min: 1, max: 3 }, costPerHour: { floor: 1, ceiling: 3 } });
  });

  test('a queue wakes it from none', () => {
    const template = research((setting) => {
      const store = new SessionStore(setting.stack, 'store', { cluster: setting.cluster });
      const queue = TaskQueue.redisStream(setting.stack, 'tasks', { cluster: setting.cluster, store });
      service(setting, { scaling: Scaling.batch({ queue, max: 2 }) });
    }, NODES);
    expect(template.plan().gpuServices?.[0]).toMatchObject({ replicas: { min: 0, max: 2 }, costPerHour: { floor: 0, ceiling: 2 } });
  });

  test.each(['flux_seconds_bucket', 'flux_seconds_count', 'flux seconds', ''])('%p is no name of a histogram', (requestDuration) => {
    const found = refusal((setting) => void service(setting, { metrics: { requestDuration } }));
    expect(found.problems).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', prop: 'metrics.requestDuration' }));
  });

  test.each<[string, Partial<GpuServiceProps>]>([
    ['without metrics', {}],
    ['with metrics that name no waiting requests', { metrics: {} }],
    ['on first tokens, of which it has none', { metrics, scaling: Scaling.latency({ min: 1, max: 2 }) }],
  ])('%s is refused', (_, props) => {
    const found = refusal((setting) => void service(setting, { scaling: Scaling.queueDepth({ min: 1, max: 2 }), ...props }));
    expect(found.problems.map(({ code }) => code)).toContain('AF-ELA-013');
  });
});

describe('the GPUs of the cluster', () => {
  const onCards = (nodePools: ClusterProps['nodePools'], build: (setting: Setting) => void) => (setting: Setting) => {
    build({ ...setting, cluster: clusterWith(nodePools) });
  };

  test('are counted over pools and services', () => {
    const found = problemsOf(
      onCards({ l40s: { gpu: Gpu.L40S, gpusPerNode: 2, nodes: 1 } }, (setting) => {
        pool(setting, 'planner', { gpu: Gpu.L40S, replicas: 2 });
        service(setting);
      }),
    );
    const quota = found.find(({ code }) => code === 'AF-CLU-001');
    expect(quota?.message).toContain('the pools and GPU services of cluster');
    expect(quota?.value).toBe(3);
  });

  test('of another kind than the nodes have are refused', () => {
    expect(codes(onCards({ h100: { gpu: Gpu.H100_SXM, nodes: 1 } }, (setting) => void service(setting)))).toContain('AF-CLU-002');
  });

  test('more than a node has are refused', () => {
    const build = onCards({ l40s: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 2 } }, (setting) => void service(setting, { gpusPerReplica: 8 }));
    expect(codes(build)).toContain('AF-CLU-004');
  });

  test('a slice is asked for by its own resource', () => {
    const slice = Gpu.mig('3g.40gb', Gpu.H100_SXM);
    const template = research((setting) => void service(setting, { gpu: slice }), {
      nodePools: { cut: { gpu: Gpu.H100_SXM, nodes: 1, mig: { layout: { '3g.40gb': 2 } } } },
    });
    const { limits } = manifest<WithPod>(template, 'Deployment', 'images').spec.template.spec.containers[0]?.resources ?? {};
    expect(limits).toMatchObject({ 'nvidia.com/mig-3g.40gb': '1' });
    expect(foundIn(template).map(({ code }) => code)).toContain('AF-CAP-044');
  });

  describe('that a pool shares', () => {
    const shared: ClusterProps['nodePools'] = { shared: { gpu: Gpu.L40S, nodes: 1, sharing: { engines: 2 } } };
    const beside = (memoryGiBPerGpu: number | undefined) =>
      onCards(shared, (setting) => {
        pool(setting, 'embedder', { model: Model.BGE_M3, gpu: Gpu.L40S, gpuMemoryUtilization: 0.3, maxContextTokens: 512 });
        service(setting, { memoryGiBPerGpu } as Partial<GpuServiceProps>);
      });

    test('hold both where both say what they take', () => {
      expect(codes(beside(20))).not.toContain('AF-CAP-006');
    });

    test('are refused to what takes more than is left', () => {
      const overfull = problemsOf(beside(34)).find(({ code }) => code === 'AF-CAP-006');
      expect(overfull?.message).toContain('of one card');
    });

    test('are refused to what does not say what it takes', () => {
      expect(codes(beside(undefined))).toContain('AF-ENG-071');
    });

    test('keep two services within the card, too', () => {
      const build = onCards(shared, (setting) => {
        service(setting, { memoryGiBPerGpu: 30 });
        service(setting, { memoryGiBPerGpu: 30 }, 'voices');
      });
      expect(problemsOf(build).find(({ code }) => code === 'AF-CAP-006')?.prop).toBe('memoryGiBPerGpu');
    });
  });

  test('and their price count in the budget', () => {
    const found = refusal((setting) => {
      const cluster = clusterWith(NODES.nodePools, { budget: { usdPerHour: 2 } });
      service({ ...setting, cluster }, { replicas: 3 });
    });
    expect(JSON.stringify(found.problems)).toContain('GPU service images');
  });
});

test('a model of its own on a claim needs no way out', () => {
  const template = research((setting) => {
    service(setting, { volumes: [Volume.claim({ name: 'flux-weights', mountPath: '/models', readOnly: true })] });
  }, NODES);
  expect(edgesOf(template, 'images')).toEqual([]);
});

test('an engine of language models is pointed to a pool', () => {
  const found = problemsOf((setting) => void service(setting, { image: 'docker.io/vllm/vllm-openai:v0.30.0' }));
  expect(found.find(({ code }) => code === 'AF-ENG-072')?.repairs).toEqual(["new InferencePool(stack, 'model', { … })"]);
});

test('replicas and scaling together are refused', () => {
  const both = { replicas: 2, scaling: Scaling.queueDepth({ min: 1, max: 2 }) };
  expect(refusal((setting) => void service(setting, both)).code).toBe('AF-SPEC-001');
});

test('one that nobody calls is said, because its GPU is paid all the same', () => {
  expect(codes((setting) => void service(setting))).toContain('AF-CPU-042');
  const wiredTo = (setting: Setting) => void agents(setting, [service(setting)]);
  expect(codes(wiredTo)).not.toContain('AF-CPU-042');
  expect(codes((setting) => void service(setting, { callers: ['gateway'] }))).not.toContain('AF-CPU-042');
});
