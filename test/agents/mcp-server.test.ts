/** An MCP server: who reaches it, what it reaches, how it runs, and how agents find it. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { McpServer } from '../../lib/agents/mcp-server';
import type { McpServerProps } from '../../lib/agents/mcp-server-props';
import { SecretRef } from '../../lib/core/secret-ref';
import { InternalService } from '../../lib/services/internal-service';
import {
  edgesOf,
  expectRestricted,
  foundAlone,
  manifest,
  OFF_GPU_NODES,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const server = ({ stack, cluster }: Setting, props: Partial<McpServerProps> = {}, id = 'search') =>
  new McpServer(stack, id, { cluster, image: 'registry.example.com/search-mcp:1.2.0', port: 8000, ...props });

const agents = ({ stack, cluster }: Setting, services: readonly McpServer[], id = 'agents') =>
  new AgentRuntime(stack, id, { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', services });

const vectors = new InternalService({ name: 'vectors', namespace: 'qdrant', port: 6333 });

interface Policy {
  readonly spec: { readonly egress?: readonly unknown[]; readonly ingress?: readonly { readonly from: readonly unknown[] }[] };
}

test.each([
  [80, [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]],
  [1023, [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]],
  [1024, undefined],
])('pods that are no root may listen at port %i', (port, sysctls) => {
  const template = research((setting) => agents(setting, [server(setting, { port })]));
  const { spec } = manifest<WithPod>(template, 'Deployment', 'search').spec.template;
  expectRestricted(spec);
  expect(spec).toHaveProperty('securityContext.runAsNonRoot', true);
  expect((spec as { securityContext?: { sysctls?: unknown } }).securityContext?.sysctls).toEqual(sysctls);
});

describe('an MCP server', () => {
  const template = research((setting) => {
    const search = server(setting, { services: [vectors], healthPath: '/health', env: { INDEX_KEY: SecretRef.existing('index', 'key') } });
    agents(setting, [search]);
    agents(setting, [], 'others');
  });
  const { spec } = manifest<WithPod>(template, 'Deployment', 'search');
  const [container] = spec.template.spec.containers;

  test('runs as two restricted pods off GPU nodes, of which a drain takes one at a time', () => {
    expectRestricted(spec.template.spec);
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec.affinity).toEqual(OFF_GPU_NODES);
    expect(manifest<{ spec: object }>(template, 'PodDisruptionBudget', 'search').spec).toMatchObject({ maxUnavailable: 1 });
    expect(container?.resources.limits).not.toHaveProperty('cpu');
    expect(container?.['readinessProbe']).toMatchObject({ httpGet: { path: '/health', port: 'http' } });
  });

  test('is found by the agents that are wired to it, by name', () => {
    const envOf = (name: string) => manifest<WithPod>(template, 'Deployment', name).spec.template.spec.containers[0]?.env ?? [];
    const url = 'http://search.research.svc.cluster.local:8000/mcp';
    expect(envOf('agents')).toEqual(
      expect.arrayContaining([
        { name: 'MCP_SEARCH_URL', value: url },
        { name: 'MCP_SERVERS', value: JSON.stringify({ search: url }) },
      ]),
    );
    expect(envOf('others').filter(({ name }) => name.startsWith('MCP_'))).toEqual([]);
  });

  test('is reached by these agents only, and reaches only its own services', () => {
    expect(edgesOf(template, 'search')).toEqual(['search-from-research-agents', 'search-to-qdrant-6333']);
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-research-search']);
    expect(edgesOf(template, 'others')).toEqual([]);
    const { ingress = [] } = manifest<Policy>(template, 'NetworkPolicy', 'search-from-research-agents').spec;
    expect(JSON.stringify(ingress[0]?.from)).toContain('"app.kubernetes.io/name":"agents"');
  });

  test('reads the variables of its services and its own, secrets as references', () => {
    expect(container?.env).toEqual(
      expect.arrayContaining([
        { name: 'VECTORS_URL', value: 'http://vectors.qdrant.svc.cluster.local:6333' },
        { name: 'INDEX_KEY', valueFrom: { secretKeyRef: { name: 'index', key: 'key', optional: false } } },
      ]),
    );
  });
});

test.each([
  [undefined, 'ClientIP'],
  [true, 'ClientIP'],
  [false, 'None'],
])('keepsSessions %j: the Service keeps clients to a pod by %j', (keepsSessions, sessionAffinity) => {
  const template = research((setting) => server(setting, keepsSessions === undefined ? {} : { keepsSessions }));
  expect(manifest<{ spec: { sessionAffinity?: string } }>(template, 'Service', 'search').spec.sessionAffinity).toBe(sessionAffinity);
});

test('two servers stand in one variable, and may call each other', () => {
  const template = research((setting) => {
    const search = server(setting);
    const report = server(setting, { services: [search], path: '/tools', callers: ['ingress'] }, 'report');
    agents(setting, [search, report]);
  });
  const { env = [] } = manifest<WithPod>(template, 'Deployment', 'agents').spec.template.spec.containers[0] ?? {};
  expect(JSON.parse(env.find(({ name }) => name === 'MCP_SERVERS')?.value ?? '')).toEqual({
    search: 'http://search.research.svc.cluster.local:8000/mcp',
    report: 'http://report.research.svc.cluster.local:8000/tools',
  });
  expect(edgesOf(template, 'report')).toEqual(['report-from-ingress-8000', 'report-from-research-agents', 'report-to-research-search']);
});

test('AF-CPU-009: one pod is a warning, a hint in development, and two are fine', () => {
  const of = (replicas: number) => foundAlone(research((setting) => server(setting, { replicas })));
  expect(of(1)).toEqual([expect.objectContaining({ code: 'AF-CPU-009', severity: 'warning', path: 'research/search', prop: 'replicas' })]);
  expect(of(2)).toEqual([]);
  const hint = foundAlone(research((setting) => server(setting, { replicas: 1 }), { environment: 'development' }));
  expect(hint).toEqual([expect.objectContaining({ code: 'AF-CPU-009', severity: 'info' })]);
});

test.each<[string, string, unknown, string]>([
  ['no port', 'AF-SPEC-001', { port: undefined }, 'port'],
  ['a path without a slash', 'AF-SPEC-001', { path: 'mcp' }, 'path'],
  ['an image without a tag', 'AF-SPEC-001', { image: 'search' }, 'image'],
  ['root', 'AF-SPEC-001', { runAsUser: 0 }, 'runAsUser'],
  ['a service that is none', 'AF-SPEC-001', { services: ['qdrant'] }, 'services.0'],
  ['an unknown prop', 'AF-SPEC-002', { framework: 'custom' }, 'framework'],
  ['a secret that is written out', 'AF-SPEC-004', { env: { API_KEY: 'sk-abcdefgh12345678' } }, 'env.API_KEY'],
  ['a secret among the arguments', 'AF-SPEC-004', { args: ['--api-key=sk-abcdefgh12345678'] }, 'args.0'],
  ['a variable of a service', 'AF-CPU-013', { services: [vectors], env: { VECTORS_URL: 'http://a' } }, 'env.VECTORS_URL'],
  [
    'two services in one variable',
    'AF-CPU-012',
    { services: [vectors, new InternalService({ name: 'vectors', namespace: 'q', port: 1 })] },
    'services.1',
  ],
  ['a name that no Service has', 'AF-SPEC-001', { name: 'Search' }, 'name'],
])('refused: %s', (_, code, props, prop) => {
  const { problems } = refusal((setting) => server(setting, props as Partial<McpServerProps>));
  expect(problems).toContainEqual(expect.objectContaining({ code, path: 'research/search', prop }));
});
