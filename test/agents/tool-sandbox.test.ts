/** A sandbox: how it keeps generated code in, who reaches it, what it reaches, and which nodes it runs on. */
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  ExternalHost,
  Gpu,
  InternalService,
  McpServer,
  Namespace,
  SecretRef,
  ToolSandbox,
  Topology,
  Volume,
} from 'cdktf-agent-fleet';
import { checkNetwork } from '../../e2e/checks/network';
import type { ToolSandboxProps } from '../../lib/agents/tool-sandbox-props';
import type { ClusterProps } from '../../lib/platform/cluster';
import {
  edgesOf,
  expectRestricted,
  foundAlone,
  manifest,
  pool,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const SANDBOX_TAINT = { key: 'sandbox.gke.io/runtime', value: 'gvisor', effect: 'NoSchedule' } as const;
const NODES: ClusterProps = {
  nodePools: {
    l40s: { gpu: Gpu.L40S, nodes: 1 },
    cpu: { nodes: 3 },
    sandboxes: {
      nodes: 2,
      runtimeClasses: ['gvisor'],
      podPidsLimit: 512,
      labels: { 'sandbox.gke.io/runtime': 'gvisor' },
      taints: [SANDBOX_TAINT],
    },
  },
};

const sandbox = ({ stack, cluster }: Setting, props: Partial<ToolSandboxProps> = {}, id = 'python') =>
  new ToolSandbox(stack, id, { cluster, image: 'registry.example.com/python-sandbox:1.0.0', port: 8080, runtimeClass: 'gvisor', ...props });

const agents = ({ stack, cluster }: Setting, services: readonly (ToolSandbox | McpServer)[], id = 'agents') =>
  new AgentRuntime(stack, id, { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', services });

const mirror = new InternalService({ name: 'packages', namespace: 'mirror', port: 8081 });

interface Policy {
  readonly spec: { readonly podSelector: object; readonly egress?: readonly unknown[] };
}

describe('a sandbox without services', () => {
  const template = research((setting) => {
    agents(setting, [sandbox(setting, { taskSeconds: 60, resources: { cpu: '500m', memory: '512Mi' } })]);
    agents(setting, [], 'others');
  }, NODES);
  const { spec } = manifest<WithPod>(template, 'Deployment', 'python');
  const pod = spec.template.spec as WithPod['spec']['template']['spec'] & Readonly<Record<string, unknown>>;
  const [container] = pod.containers;

  test('runs as restricted pods of the runtime class, without a token', () => {
    expectRestricted(pod);
    expect(pod['runtimeClassName']).toBe('gvisor');
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(spec.replicas).toBe(2);
  });

  test('bounds CPU, memory and disk of a task', () => {
    expect(container?.resources.limits).toEqual({ cpu: '500m', memory: '512Mi', 'ephemeral-storage': '2Gi' });
    expect(pod.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }]);
  });

  test('tells server and clients how long a task may take, and stops no pod before', () => {
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: 'SANDBOX_TASK_SECONDS', value: '60' },
        { name: 'SANDBOX_TASKS_PER_POD', value: '1' },
      ]),
    );
    expect(pod.terminationGracePeriodSeconds).toBe(70);
    const client = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers[0];
    expect(client?.env).toEqual(
      expect.arrayContaining([
        { name: 'SANDBOX_PYTHON_URL', value: 'http://python.research.svc.cluster.local:8080' },
        { name: 'SANDBOX_PYTHON_TASK_SECONDS', value: '60' },
      ]),
    );
  });

  test('is reached by the agents that list it, and reaches nothing, no name server included', () => {
    expect(edgesOf(template, 'python')).toEqual(['python-from-research-agents']);
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-research-python']);
    expect(edgesOf(template, 'others')).toEqual([]);
    expect(manifest<Policy>(template, 'NetworkPolicy', 'allow-dns').spec.podSelector).toEqual({
      matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['tool-sandbox'] }],
    });
    expect(manifest<Policy>(template, 'NetworkPolicy', 'default-deny').spec.podSelector).toEqual({});
  });

  test('goes to the nodes that have its class, past their taint, and to no GPU', () => {
    expect(pod['tolerations']).toEqual([{ ...SANDBOX_TAINT, operator: 'Equal' }]);
    const text = JSON.stringify(pod.affinity);
    expect(text).toContain('"key":"sandbox.gke.io/runtime","operator":"In","values":["gvisor"]');
    expect(text).toContain('"key":"nvidia.com/gpu.present","operator":"NotIn"');
    expect(foundAlone(template)).toEqual([]);
  });
});

test('no call of sandboxes is closed, and none is open that nobody wired', () => {
  const template = research((setting) => {
    agents(setting, [sandbox(setting), sandbox(setting, { services: [mirror] }, 'shell')]);
  }, NODES);
  expect(checkNetwork(template.manifests() as never)).toEqual([]);
});

test('what a sandbox is wired to it reaches by name; other namespaces keep their rule for names', () => {
  const template = research((setting) => {
    sandbox(setting, { services: [mirror] });
    agents({ ...setting }, [], 'others');
  }, NODES);
  expect(edgesOf(template, 'python')).toEqual(['python-to-mirror-8081', 'python-to-names']);
  const plain = research((setting) => agents(setting, []), NODES);
  expect(manifest<Policy>(plain, 'NetworkPolicy', 'allow-dns').spec.podSelector).toEqual({});
});

test('of a namespace of others, the pods of the stack but its sandboxes resolve names', () => {
  const template = research((setting) => sandbox(setting, { namespace: Namespace.existing('code') }), NODES);
  const { spec } = manifest<Policy>(template, 'NetworkPolicy', 'research-allow-dns');
  expect(spec.podSelector).toEqual({
    matchLabels: { 'app.kubernetes.io/part-of': 'research' },
    matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['tool-sandbox'] }],
  });
});

test('a sandbox that speaks MCP stands among the MCP servers, and an MCP server may call one', () => {
  const template = research((setting) => {
    const runs = sandbox(setting, { mcp: true });
    const tools = new McpServer(setting.stack, 'tools', {
      cluster: setting.cluster,
      image: 'registry.example.com/tools:1.0.0',
      port: 8000,
      services: [runs],
    });
    agents(setting, [tools, runs]);
  }, NODES);
  const { env = [] } = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers[0] ?? {};
  expect(JSON.parse(env.find(({ name }) => name === 'MCP_SERVERS')?.value ?? '')).toEqual({
    tools: 'http://tools.research.svc.cluster.local:8000/mcp',
    python: 'http://python.research.svc.cluster.local:8080/mcp',
  });
  expect(edgesOf(template, 'python')).toEqual(['python-from-research-agents', 'python-from-research-tools']);
});

describe('AF-SEC-001', () => {
  const coders = (setting: Setting, services: (setting: Setting) => ToolSandbox[]) =>
    new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: ['coder'] }),
      concurrentWorkflows: 2,
      roles: { coder: { pool: pool(setting, 'model'), contextTokens: 2_000, executesCode: true } },
      runtime: { framework: 'custom', image: 'registry.example.com/crew:1.0.0' },
      stateStore: false,
      services: services(setting),
    });

  test('a role that runs generated code without a sandbox is refused', () => {
    const { problems } = refusal((setting) => coders(setting, () => []));
    expect(problems).toEqual([
      expect.objectContaining({ code: 'AF-SEC-001', path: 'research/crew', prop: 'roles.coder.executesCode', value: true }),
    ]);
  });

  test('with one it is not', () => {
    const codes = research((setting) => coders(setting, (at) => [sandbox(at)]))
      .plan()
      .findings.map(({ code }) => code);
    expect(codes).not.toContain('AF-SEC-001');
  });
});

test.each<[string, ClusterProps, readonly string[]]>([
  ['nodes that nobody declared', {}, ['AF-CPU-023']],
  ['a bound of processes that nobody says', { nodePools: { cpu: { nodes: 2, runtimeClasses: ['gvisor'] } } }, ['AF-CPU-023']],
  ['nodes with class and bound', { nodePools: { cpu: { nodes: 2, runtimeClasses: ['gvisor'], podPidsLimit: 512 } } }, []],
])('%s', (_, options, codes) => {
  const template = research((setting) => sandbox(setting), options);
  expect(foundAlone(template).map(({ code }) => code)).toEqual(codes);
});

test('a class that no node pool has is refused, with those that they have', () => {
  const { message } = refusal(({ stack }) => {
    sandbox({ stack, cluster: Cluster.fromKubeconfig({ context: 'prod', ...NODES }) }, { runtimeClass: 'kata-qemu' });
  });
  expect(message).toContain('AF-CPU-022');
  expect(message).toContain("runtimeClass: 'gvisor'");
});

test('a sandbox that takes a GPU is a hint', () => {
  const template = research((setting) => sandbox(setting, { env: { NVIDIA_VISIBLE_DEVICES: 'all' } }), NODES);
  expect(foundAlone(template)).toEqual([expect.objectContaining({ code: 'AF-CPU-001', prop: 'env.NVIDIA_VISIBLE_DEVICES' })]);
});

test('a secret that code could read is a warning', () => {
  const keyed = new ExternalHost({
    name: 'mirror',
    host: '203.0.113.9',
    cidrs: ['203.0.113.0/24'],
    key: SecretRef.existing('mirror', 'key'),
  });
  const template = research((setting) => sandbox(setting, { services: [mirror, keyed] }), NODES);
  expect(foundAlone(template)).toEqual([expect.objectContaining({ code: 'AF-CPU-024', severity: 'warning', prop: 'services.1' })]);
});

test.each<[string, string, unknown, string]>([
  ['no runtime class', 'AF-SPEC-001', { runtimeClass: undefined }, 'runtimeClass'],
  ['a runtime class that is no name', 'AF-SPEC-001', { runtimeClass: 'gVisor' }, 'runtimeClass'],
  ['an empty runtime class', 'AF-SPEC-001', { runtimeClass: '' }, 'runtimeClass'],
  ['a task without time', 'AF-SPEC-001', { taskSeconds: 0 }, 'taskSeconds'],
  ['a task of a day', 'AF-SPEC-001', { taskSeconds: 86_400 }, 'taskSeconds'],
  ['no task at all', 'AF-SPEC-001', { tasksPerPod: 0 }, 'tasksPerPod'],
  ['root', 'AF-SPEC-001', { runAsUser: 0 }, 'runAsUser'],
  ['a secret in the environment', 'AF-SPEC-001', { env: { KEY: SecretRef.existing('a', 'b') } }, 'env.KEY'],
  ['a secret that is written out', 'AF-SPEC-004', { env: { API_KEY: 'sk-abcdefgh12345678' } }, 'env.API_KEY'],
  ['files of a Secret', 'AF-SPEC-001', { volumes: [Volume.secret({ name: 'keys', mountPath: '/etc/keys' })] }, 'volumes'],
  ['the internet', 'AF-SPEC-002', { internet: true }, 'internet'],
  ['an identity', 'AF-SPEC-002', { identity: {} }, 'identity'],
  ['an image without a tag', 'AF-SPEC-001', { image: 'python' }, 'image'],
])('refused: %s', (_, code, props, prop) => {
  const { problems } = refusal((setting) => sandbox(setting, props as Partial<ToolSandboxProps>));
  expect(problems).toContainEqual(expect.objectContaining({ code, path: 'research/python', prop }));
});

test.each<[string, object, string]>([
  ['a runtime class of GPU nodes', { gpu: Gpu.L40S, nodes: 1, runtimeClasses: ['gvisor'] }, 'nodePools.a.runtimeClasses'],
  ['a bound of processes of GPU nodes', { gpu: Gpu.L40S, nodes: 1, podPidsLimit: 512 }, 'nodePools.a.podPidsLimit'],
  ['a class that is no name', { nodes: 1, runtimeClasses: ['a b'] }, 'nodePools.a.runtimeClasses.0'],
])('refused of a node pool: %s', (_, props, prop) => {
  const { problems } = refusal(() => {
    Cluster.fromKubeconfig({ context: 'prod', nodePools: { a: props as never } });
  });
  expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-001', prop }));
});
