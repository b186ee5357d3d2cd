/** The quota of a namespace is what its workloads use at their ceilings, and not more. */
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { DaemonSetV1 } from '@cdktf/provider-kubernetes/lib/daemon-set-v1';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { App, TerraformStack } from 'cdktf';
import { Cluster, type ClusterProps, Gpu, McpServer, Model, Namespace, Scaling, StateStore, TaskQueue } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { boundedFleet } from '../../examples/guides/bounds';
import { manifest, pool, refusal, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const PLANNED: ClusterProps = { namespaceQuota: 'planned' };
type Hard = Readonly<Record<string, string>>;
const hardOf = (template: FleetTemplate): Hard => manifest<{ spec: { hard: Hard } }>(template, 'ResourceQuota', 'agent-fleet').spec.hard;
const hard = (build: (setting: Setting) => void, options: ClusterProps = PLANNED): Hard => hardOf(research(build, options));
const server = ({ stack, cluster }: Setting, id = 'tools', props = {}) =>
  new McpServer(stack, id, {
    cluster,
    image: 'registry.example.com/tools:1',
    port: 8080,
    resources: { cpu: '500m', memory: '1Gi' },
    ...props,
  });

test('there is none by default', () => {
  const kinds = research((setting) => void server(setting))
    .manifests()
    .map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'ResourceQuota' || kind === 'LimitRange')).toEqual([]);
});

test('a server of two pods counts with the third of its roll-out', () => {
  expect(hard((setting) => void server(setting, 'tools', { replicas: 2 }))).toEqual({
    'limits.memory': '3072Mi',
    pods: '3',
    'requests.amd.com/gpu': '0',
    'requests.cpu': '1500m',
    'requests.memory': '3072Mi',
    'requests.nvidia.com/gpu': '0',
    'requests.nvidia.com/gpu.shared': '0',
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  });
});

test('a pool counts with the ceiling of its scaling, and no replica more while it is rolled out', () => {
  const quota = hard((setting) => void pool(setting, 'planner', { scaling: Scaling.queueDepth({ min: 2, max: 5 }) }));
  expect([quota['pods'], quota['requests.nvidia.com/gpu']]).toEqual(['5', '5']);
});

test('GPUs of the whole group of a pool on several nodes', () => {
  const quota = hard(
    (setting) =>
      void pool(setting, 'planner', {
        model: Model.LLAMA_3_1_405B_INSTRUCT,
        quantization: 'fp8',
        gpu: Gpu.H100_SXM,
        gpusPerReplica: 16,
        nodesPerReplica: 2,
      } as never),
    {
      ...PLANNED,
      nodePools: {
        h100: {
          gpu: Gpu.H100_SXM,
          gpusPerNode: 8,
          nodes: 2,
          fabric: { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
        } as never,
      },
    },
  );
  expect([quota['pods'], quota['requests.nvidia.com/gpu'], quota['requests.rdma/ib']]).toEqual(['2', '16', '16']);
});

test('a database counts with the instance to which its operator copies, a broker with its replicas', () => {
  const database = hard(
    ({ stack, cluster }) => void new StateStore(stack, 'state', { cluster, instances: 2, cpu: '1', memoryGiB: 4 } as never),
  );
  expect([database['pods'], database['requests.cpu'], database['limits.memory']]).toEqual(['3', '3', '12288Mi']);
  const broker = hard(({ stack, cluster }) => void TaskQueue.rabbitMq(stack, 'broker', { cluster, replicas: 3 }));
  expect(Number(broker['pods'])).toBe(4);
});

test('containers that name no memory count as the LimitRange gives it to them', () => {
  const template = research(
    ({ stack, cluster }) => {
      server({ stack, cluster }, 'tools', { replicas: 1 });
      new DeploymentV1(stack, 'own', {
        metadata: { name: 'own', namespace: 'research' },
        spec: {
          replicas: '1',
          strategy: { type: 'Recreate' },
          selector: {},
          template: { metadata: {}, spec: { container: [{ name: 'a', image: 'a:1' }] } },
        },
      });
    },
    { namespaceQuota: { strays: { cpu: '250m', memory: '512Mi' } } },
  );
  const quota = hardOf(template);
  expect([quota['pods'], quota['requests.cpu'], quota['requests.memory'], quota['limits.memory']]).toEqual([
    '3',
    '1250m',
    '2560Mi',
    '3072Mi',
  ]);
  const range = manifest<{ spec: unknown }>(template, 'LimitRange', 'agent-fleet').spec;
  expect(range).toEqual({
    limits: [{ type: 'Container', defaultRequest: { cpu: '250m', memory: '512Mi' }, default: { memory: '1024Mi' } }],
  });
});

test('a resource of a user that another one overrides counts as it is written', () => {
  const quota = hard(({ stack, cluster }) => {
    server({ stack, cluster }, 'tools', { replicas: 1 });
    const found = stack.node
      .findAll()
      .find((one) => (one as DeploymentV1).terraformResourceType === 'kubernetes_deployment_v1') as DeploymentV1;
    found.addOverride('spec.replicas', '7');
  });
  expect(quota['pods']).toBe('8');
});

test('room beside the plan is added, and is never a GPU', () => {
  const without = hard((setting) => void server(setting));
  const withRoom = hard((setting) => void server(setting), { namespaceQuota: { extra: { pods: 3, cpu: '1500m', memory: '2Gi' } } });
  expect(Number(withRoom['pods']) - Number(without['pods'])).toBe(3);
  expect(withRoom['requests.nvidia.com/gpu']).toBe('0');
  expect(Number(withRoom['limits.memory']?.replace('Mi', '')) - Number(without['limits.memory']?.replace('Mi', ''))).toBe(2_048);
});

test('services that open ports of nodes count as they are written', () => {
  const quota = hard(({ stack, cluster }) => {
    server({ stack, cluster });
    for (const [id, type] of [
      ['lb', 'LoadBalancer'],
      ['np', 'NodePort'],
    ] as const)
      new ServiceV1(stack, id, { metadata: { name: id, namespace: 'research' }, spec: { type, port: [{ port: 80 }] } });
  });
  expect([quota['services.loadbalancers'], quota['services.nodeports']]).toEqual(['1', '2']);
});

test('pods of another stack of the app in the same namespace count, those of another namespace do not', () => {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod', ...PLANNED });
  const [first, second] = [new TerraformStack(app, 'first'), new TerraformStack(app, 'second')];
  second.addDependency(first);
  server({ stack: first, cluster }, 'a', { namespace: 'team', replicas: 1 });
  server({ stack: second, cluster }, 'b', { namespace: Namespace.existing('team'), replicas: 1 });
  server({ stack: second, cluster }, 'c', { namespace: 'other', replicas: 1 });
  const quotas = ['first', 'second'].flatMap((name) =>
    FleetTemplate.synth(app, name)
      .manifests()
      .filter(({ kind }) => kind === 'ResourceQuota'),
  );
  expect(
    quotas.map(({ metadata, ...rest }) => [metadata.namespace, (rest as unknown as { spec: { hard: Hard } }).spec.hard['pods']]),
  ).toEqual([
    ['team', '4'],
    ['other', '2'],
  ]);
});

test('a namespace of somebody else gets none', () => {
  const kinds = research(
    ({ stack, cluster }) => void server({ stack, cluster }, 'tools', { namespace: Namespace.existing('team') }),
    PLANNED,
  )
    .manifests()
    .map(({ kind }) => kind);
  expect(kinds).not.toContain('ResourceQuota');
});

describe('pods that nobody can count', () => {
  const helm = ({ stack }: Setting) => {
    if (stack.node.tryFindChild('own-helm') === undefined) new HelmProvider(stack, 'own-helm', { alias: 'own' });
    new Release(stack, 'extra', { name: 'extra', namespace: 'research', chart: 'extra' });
  };
  const daemons = ({ stack }: Setting) =>
    void new DaemonSetV1(stack, 'daemons', {
      metadata: { name: 'daemons', namespace: 'research' },
      spec: { selector: {}, template: { metadata: {}, spec: { container: [{ name: 'a', image: 'a:1' }] } } },
    });

  test.each<[string, (setting: Setting) => void, RegExp]>([
    ['a chart', helm, /helm_release at research\/extra/],
    ['a DaemonSet', daemons, /kubernetes_daemon_set_v1 at research\/daemons/],
  ])('of %s are refused until there is room', (_, add, names) => {
    const build = (options: ClusterProps) => {
      const app = new App({ outdir: temporaryOutdir() });
      const setting = { stack: new TerraformStack(app, 'research'), cluster: Cluster.fromKubeconfig({ context: 'prod-eu', ...options }) };
      server(setting);
      add(setting);
      return app;
    };
    const problems = (() => {
      try {
        build(PLANNED).synth();
      } catch (error) {
        return (error as { problems: { code: string; message: string; repairs: unknown[] }[] }).problems;
      }
      return [];
    })();
    expect(problems.map(({ code }) => code)).toEqual(['AF-SEC-011']);
    expect(problems[0]?.message).toMatch(names);
    expect(() => build({ namespaceQuota: { extra: { pods: 4 } } }).synth()).not.toThrow();
  });
});

test('the reference fleet: nine workloads at their ceilings, and the Jobs that load weights', () => {
  const app = new App({ outdir: temporaryOutdir() });
  referenceFleet(app, { bounds: PLANNED });
  const template = FleetTemplate.synth(app, 'research');
  const quota = hardOf(template);
  // Pools 1 + 4 + 1 + 1, agents, router and its proxy 2 + 1 each, a session store, a database 2 + 1, two downloads.
  expect(quota['pods']).toBe('22');
  expect([quota['requests.nvidia.com/gpu'], quota['requests.nvidia.com/gpu.shared']]).toEqual(['6', '2']);
  expect(template.plan().namespaces).toEqual([{ name: 'research', quota, policies: [] }]);
});

test('everything in the namespace waits for its quota, which waits for the namespace', () => {
  const template = research((setting) => void server(setting), PLANNED);
  const waiting = ['kubernetes_service_account_v1', 'kubernetes_service_v1', 'kubernetes_network_policy_v1'].flatMap((type) =>
    template.resources(type),
  );
  expect(waiting.length).toBeGreaterThan(3);
  for (const resource of waiting) expect(resource['depends_on']).toEqual([expect.stringMatching(/^helm_release\.bound-objects-research_/)]);
  const [release] = template.resources('helm_release').filter(({ name }) => name === 'research-bounds');
  expect(release?.['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
});

test('the guide synthesizes, with room for what is started by hand', () => {
  const app = new App({ outdir: temporaryOutdir() });
  boundedFleet(app);
  const quota = hardOf(FleetTemplate.synth(app, 'support'));
  expect(quota['requests.nvidia.com/gpu']).toBe('4');
});

test.each<[string, unknown, string]>([
  ['a word that is none', 'yes', 'namespaceQuota'],
  ['a list', ['planned'], 'namespaceQuota'],
  ['null', null, 'namespaceQuota'],
  ['negative pods', { extra: { pods: -1 } }, 'namespaceQuota'],
  ['half a pod', { extra: { pods: 0.5 } }, 'namespaceQuota'],
  ['CPUs that are none', { extra: { cpu: 'lots' } }, 'namespaceQuota'],
  ['memory without a unit', { extra: { memory: '512' } }, 'namespaceQuota'],
  ['GPUs', { extra: { gpus: 1 } }, 'namespaceQuota'],
  ['strays with a limit', { strays: { limit: '1Gi' } }, 'namespaceQuota'],
])('%s is refused', (_, namespaceQuota, prop) => {
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', namespaceQuota: namespaceQuota as never }));
  expect(error.problems[0]?.prop).toMatch(new RegExp(`^${prop}`));
  expect(error.problems[0]?.code).toMatch(/^AF-SPEC-00[123]$/);
});
