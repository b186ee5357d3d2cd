/** What fleets and runtimes are wired to: variables, edges, and what cannot be wired together. */
import { AgentFleet } from '../../lib/agents/agent-fleet';
import type { AgentFleetProps } from '../../lib/agents/agent-fleet-props';
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { Topology } from '../../lib/capacity/demand/topology';
import { SecretRef } from '../../lib/core/secret-ref';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import { TaskQueue } from '../../lib/queues/task-queue';
import type { IService } from '../../lib/security/service';
import { ExternalHost } from '../../lib/services/external-host';
import { InternalService } from '../../lib/services/internal-service';
import { SessionStore } from '../../lib/stores/session-store';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { edgesOf, findings, foundIn, manifest, pool, refusal, research, type Setting, type WithPod } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const vectors = (more = {}) => new InternalService({ name: 'vectors', namespace: 'qdrant', port: 6333, ...more });
const crm = (more = {}) => new ExternalHost({ name: 'crm', host: 'crm.example.com', cidrs: ['203.0.113.0/24'], ...more });

function fleet(setting: Setting, props: Partial<AgentFleetProps> = {}): AgentFleet {
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: pool(setting, 'p'), contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
    ...props,
  });
}

const runtime = ({ stack, cluster }: Setting, services: readonly IService[], more = {}) =>
  new AgentRuntime(stack, 'batch', { cluster, framework: 'custom', image: 'registry.example.com/batch:1.0.0', services, ...more });

const envOf = (template: ReturnType<typeof research>, name: string): Record<string, unknown> =>
  Object.fromEntries(
    manifest<WithPod>(template, 'Deployment', name).spec.template.spec.containers[0]?.env?.map(({ name: variable, value, valueFrom }) => [
      variable,
      value ?? valueFrom,
    ]) ?? [],
  );

test('the agents of a fleet reach what it is wired to, and nothing more than before', () => {
  const key = SecretRef.existing('crm', 'token');
  const template = research((setting) => fleet(setting, { services: [vectors(), crm({ key })] }));
  const plain = research((setting) => fleet(setting));
  expect(envOf(template, 'crew-agents')).toMatchObject({
    VECTORS_URL: 'http://vectors.qdrant.svc.cluster.local:6333',
    CRM_URL: 'https://crm.example.com',
    CRM_API_KEY: { secretKeyRef: { name: 'crm', key: 'token' } },
  });
  const added = edgesOf(template, 'crew-agents').filter((edge) => !edgesOf(plain, 'crew-agents').includes(edge));
  expect(added).toEqual(['crew-agents-to-203-0-113-0-24-443', 'crew-agents-to-qdrant-6333']);
  expect(edgesOf(template, 'crew-router')).toEqual(edgesOf(plain, 'crew-router'));
});

test('one variable lists all MCP servers, by name', () => {
  const services = [vectors({ mcp: true, path: '/mcp' }), crm({ mcp: true })];
  const env = envOf(
    research((setting) => fleet(setting, { services })),
    'crew-agents',
  );
  expect(JSON.parse(String(env['MCP_SERVERS']))).toEqual({
    vectors: 'http://vectors.qdrant.svc.cluster.local:6333/mcp',
    crm: 'https://crm.example.com',
  });
});

test('without a service there is no such variable, and the same service twice is one', () => {
  const once = vectors({ mcp: true });
  const template = research((setting) => runtime(setting, [once, once]));
  expect(JSON.parse(String(envOf(template, 'batch')['MCP_SERVERS']))).toEqual({ vectors: once.listed?.value });
  expect(
    envOf(
      research((setting) => runtime(setting, [vectors()])),
      'batch',
    ),
  ).not.toHaveProperty('MCP_SERVERS');
});

describe('AF-CPU-012: one variable holds one value', () => {
  const plain = (env: Record<string, string>): IService => ({
    kind: 'own',
    host: 'a',
    port: 1,
    clientEnv: () => env,
    admit: () => undefined,
  });
  const clashes: readonly (readonly [string, readonly IService[], string, string])[] = [
    ['two services of one name', [vectors(), vectors({ port: 6334 })], 'services.1', 'VECTORS_PORT'],
    ['two hosts in one variable', [crm({ env: { URL: 'url' } }), vectors({ env: { URL: 'url' } })], 'services.1', 'URL'],
    [
      'two keys of one name',
      [crm({ key: SecretRef.existing('a', 'k') }), crm({ key: SecretRef.existing('b', 'k') })],
      'services.1',
      'CRM_API_KEY',
    ],
    ['a text and a key', [crm({ key: SecretRef.existing('a', 'k') }), plain({ CRM_API_KEY: 'none' })], 'services.1', 'CRM_API_KEY'],
    [
      'two MCP servers of one name',
      [crm({ mcp: true, env: { A: 'url' } }), vectors({ name: 'crm', mcp: true, env: { B: 'url' } })],
      'services.1',
      'MCP_SERVERS.crm',
    ],
    ['a list and a variable', [crm({ mcp: true }), plain({ MCP_SERVERS: 'a' })], 'services.1', 'MCP_SERVERS'],
    ['a variable and a list', [plain({ MCP_SERVERS: 'a' }), crm({ mcp: true })], 'services.1', 'MCP_SERVERS.crm'],
    [
      'two session stores',
      [SessionStore.fromExisting({ host: 'a', namespace: 'n' }), SessionStore.fromExisting({ host: 'b', namespace: 'n' })],
      'services.1',
      'REDIS_HOST',
    ],
  ];

  test.each(clashes)('%s', (_, services, prop, value) => {
    expect(refusal((setting) => runtime(setting, services)).problems).toContainEqual(
      expect.objectContaining({ code: 'AF-CPU-012', path: 'research/batch', prop, value }),
    );
  });

  test('a fleet names its own props', () => {
    const problems = (services: readonly IService[]) => refusal((setting) => fleet(setting, { services })).problems;
    expect(problems([crm({ env: { OPENAI_BASE_URL: 'url' } })])).toEqual([
      expect.objectContaining({
        code: 'AF-CPU-012',
        path: 'research/crew',
        prop: 'services.0',
        value: 'OPENAI_BASE_URL',
        message: expect.stringContaining('router'),
      }),
    ]);
    expect(problems([plain({ AGENT_FLEET_ROLES: '{}' })])).toEqual([
      expect.objectContaining({ code: 'AF-CPU-012', path: 'research/crew', prop: 'services.0', value: 'AGENT_FLEET_ROLES' }),
    ]);
  });

  test('a variable of env and one of a service are refused together', () => {
    const problems = refusal((setting) =>
      runtime(setting, [crm({ mcp: true })], { env: { MCP_SERVERS: '{}', CRM_URL: 'http://a' } }),
    ).problems;
    expect(problems.map(({ prop }) => prop)).toEqual(['env.MCP_SERVERS', 'env.CRM_URL']);
  });

  test('what is said twice alike is said once', () => {
    expect(() => research((setting) => runtime(setting, [vectors(), vectors()]))).not.toThrow();
  });
});

describe('AF-SEC-005: a host without ranges', () => {
  const open = () => crm({ cidrs: undefined });
  test('is a warning of the fleet or runtime that is wired to it', () => {
    const [found] = findings((setting) => fleet(setting, { services: [vectors(), open()] })).filter(({ code }) => code === 'AF-SEC-005');
    expect(found).toMatchObject({ severity: 'warning', path: 'research/crew', prop: 'services.1', value: 'crm.example.com' });
    const ofRuntime = findings((setting) => runtime(setting, [open()])).filter(({ code }) => code === 'AF-SEC-005');
    expect(ofRuntime).toEqual([expect.objectContaining({ path: 'research/batch', prop: 'services.0' })]);
  });
  test('with ranges it is none', () => {
    expect(findings((setting) => runtime(setting, [crm()]))).toEqual([]);
  });
  const on = (options: ClusterProps, services: readonly IService[]) =>
    foundIn(research((setting) => runtime(setting, services), options)).flatMap(({ code, message }) =>
      code === 'AF-SEC-005' ? [message] : [],
    );
  test('says which addresses are opened, and on which port', () => {
    expect(on({}, [open()])).toEqual([expect.stringMatching(/every public IPv4 address on port 443$/)]);
    expect(on({ ipFamilies: ['IPv4', 'IPv6'] }, [open()])).toEqual([
      expect.stringMatching(/every public IPv4 and IPv6 address on port 443$/),
    ]);
  });
  test('is none behind a proxy, which is the one way out', () => {
    expect(on({ proxy: { https: 'http://proxy.example.com:3128', cidrs: ['198.51.100.0/24'] } }, [open()])).toEqual([]);
  });
  test('is said of whatever is reached over the internet: a queue of a cloud, a service of your own on another port', () => {
    const url = 'https://sqs.eu-central-1.amazonaws.com/1/tasks';
    const sqs = (more = {}) => TaskQueue.fromExisting({ kind: 'sqs', name: 'tasks', url, region: 'eu-central-1', ...more });
    expect(on({}, [sqs()])).toEqual([expect.stringContaining('sqs.eu-central-1.amazonaws.com')]);
    expect(on({}, [sqs({ cidrs: ['203.0.113.0/24'] })])).toEqual([]);
    const own = {
      kind: 'search',
      host: 'search.example.com',
      port: 8443,
      overInternet: true,
      clientEnv: () => ({}),
      admit: () => undefined,
    };
    expect(on({}, [own])).toEqual([expect.stringMatching(/search\.example\.com .* on port 8443$/)]);
  });
});

describe('services that are constructs belong to the App and the cluster', () => {
  const elsewhere = (setting: Setting) =>
    new SessionStore(new TerraformStack(new App({ outdir: temporaryOutdir() }), 'far'), 's', { cluster: setting.cluster });
  const overseas = ({ stack }: Setting) =>
    new SessionStore(new TerraformStack(stack.node.root as never, 'us'), 's', { cluster: Cluster.inCluster() });

  test.each([
    ['AF-SPEC-014', elsewhere],
    ['AF-CLU-009', overseas],
  ])('%s', (code, make) => {
    const ofRuntime = refusal((setting) => runtime(setting, [make(setting)])).problems;
    expect(ofRuntime).toContainEqual(expect.objectContaining({ code, path: 'research/batch', prop: 'services.0' }));
    const ofFleet = refusal((setting) => fleet(setting, { sessionStore: false, services: [make(setting)] })).problems;
    expect(ofFleet.filter((problem) => problem.code === code)).toEqual([
      expect.objectContaining({ path: 'research/crew', prop: 'services.0' }),
    ]);
  });
});

test.each([
  ['a text', 'vectors'],
  ['a list entry that is none', { ...vectors(), listed: 7 }],
  ['nothing', null],
])('AF-SPEC-001: %s is no service', (_, service) => {
  expect(refusal((setting) => fleet(setting, { services: [service as never] })).problems).toContainEqual(
    expect.objectContaining({ code: 'AF-SPEC-001', prop: 'services.0' }),
  );
});

test('agents reach the API of another runtime of this library, whose namespace denies by default', () => {
  const api = new InternalService({
    name: 'api',
    namespace: 'research',
    service: 'api',
    podLabels: { 'app.kubernetes.io/name': 'api' },
    port: 8080,
    admitClients: true,
  });
  const template = research((setting) => {
    const { stack, cluster } = setting;
    new AgentRuntime(stack, 'api', { cluster, framework: 'custom', image: 'registry.example.com/api:1.0.0', port: 8080 });
    runtime(setting, [api]);
  });
  expect(envOf(template, 'batch')).toMatchObject({ API_URL: 'http://api.research.svc.cluster.local:8080' });
  const { labels } = manifest<{ spec: { template: { metadata: { labels: object } } } }>(template, 'Deployment', 'api').spec.template
    .metadata;
  const inward = template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes('-into-research-8080-'));
  expect(inward.map(({ spec }) => spec)).toEqual([
    expect.objectContaining({ policyTypes: ['Ingress'], podSelector: { matchLabels: { 'app.kubernetes.io/name': 'api' } } }),
  ]);
  expect(labels).toMatchObject({ 'app.kubernetes.io/name': 'api' });
  expect(edgesOf(template, 'batch')).toEqual(['batch-to-research-8080']);
});
