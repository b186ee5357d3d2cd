/** Scopes of an MCP server: who reaches which port, and what the gate before the server is told. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { McpServer } from '../../lib/agents/mcp-server';
import type { McpServerProps } from '../../lib/agents/mcp-server-props';
import { gateScript } from '../../lib/agents/tool-scopes/gate-script';
import type { IService } from '../../lib/security/service';
import { edgesOf, expectRestricted, foundIn, manifest, refusal, research, type Setting, type WithPod } from '../setup/research-stack';

const SCOPES = { readers: { allowedTools: ['find', 'read', 'find'], port: 8101 }, writers: { allowedTools: ['save'], port: 8102 } };

const server = ({ stack, cluster }: Setting, props: Partial<McpServerProps> = {}) =>
  new McpServer(stack, 'search', { cluster, image: 'registry.example.com/search-mcp:1.2.0', port: 8000, toolScopes: SCOPES, ...props });

const agents = ({ stack, cluster }: Setting, id: string, services: readonly IService[]) =>
  new AgentRuntime(stack, id, { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', services });

interface Edge {
  readonly spec: {
    readonly ingress?: readonly { readonly ports: readonly { readonly port: string }[] }[];
    readonly egress?: readonly { readonly ports: readonly { readonly port: string }[] }[];
  };
}

describe('a server with two scopes', () => {
  const template = research((setting) => {
    const search = server(setting);
    agents(setting, 'reader', [search.scope('readers')]);
    agents(setting, 'writer', [search.scope('writers')]);
    agents(setting, 'admin', [search]);
  });
  const { spec } = manifest<WithPod>(template, 'Deployment', 'search').spec.template;
  const portsOf = (policy: string) => {
    const { ingress = [], egress = [] } = manifest<Edge>(template, 'NetworkPolicy', policy).spec;
    return [...ingress, ...egress].flatMap(({ ports }) => ports.map(({ port }) => Number(port)));
  };

  test('has a gate beside it, restricted like every container', () => {
    expectRestricted(spec);
    expect(spec.containers.map(({ name }) => name)).toEqual(['server', 'tool-gate']);
  });

  test.each([
    ['reader', 8101],
    ['writer', 8102],
    ['admin', 8000],
  ])('%s reaches port %i and no other, in the policies of both sides', (client, port) => {
    expect(portsOf(`search-from-research-${client}`)).toEqual([port]);
    expect(portsOf(`${client}-to-research-search`)).toEqual([port]);
    expect(edgesOf(template, client)).toEqual([`${client}-to-research-search`]);
  });

  test('its Service serves every port by the name that the pods give it', () => {
    const ports = manifest<{ spec: { ports: { name: string; port: number; targetPort: string }[] } }>(template, 'Service', 'search').spec
      .ports;
    expect(ports.map(({ name, port, targetPort }) => [name, port, targetPort])).toEqual([
      ['http', 8000, 'http'],
      ['tools-8101', 8101, 'tools-8101'],
      ['tools-8102', 8102, 'tools-8102'],
    ]);
  });

  test('clients are told their address and their tools', () => {
    const env = manifest<WithPod>(template, 'Deployment', 'reader').spec.template.spec.containers[0]?.env ?? [];
    const url = 'http://search.research.svc.cluster.local:8101/mcp';
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'MCP_SEARCH_URL', value: url },
        { name: 'MCP_SEARCH_TOOLS', value: '["find","read"]' },
        { name: 'MCP_SERVERS', value: JSON.stringify({ search: url }) },
      ]),
    );
  });

  test('a change of the tools starts new pods', () => {
    const hashOf = (tool: string) => {
      const other = research((setting) => server(setting, { toolScopes: { readers: { allowedTools: [tool], port: 8101 } } }));
      const pods = manifest<{ spec: { template: { metadata: { annotations: object } } } }>(other, 'Deployment', 'search');
      return JSON.stringify(pods.spec.template.metadata.annotations);
    };
    expect(hashOf('find')).not.toBe(hashOf('save'));
    expect(hashOf('find')).toBe(hashOf('find'));
  });
});

test('the order and number of names change nothing in the script', () => expect(gateScript(['b', 'a', 'b'])).toBe(gateScript(['a', 'b'])));

test('without scopes there is no gate', () => {
  const template = research((setting) => server(setting, { toolScopes: {} }));
  expect(manifest<WithPod>(template, 'Deployment', 'search').spec.template.spec.containers).toHaveLength(1);
});

test('a scope that nobody is wired to is said, and the server is used by its scopes', () => {
  const found = foundIn(
    research((setting) => {
      const search = server(setting);
      agents(setting, 'reader', [search.scope('readers')]);
    }),
  );
  expect(found).toEqual([expect.objectContaining({ code: 'AF-CPU-042', path: 'research/search/scope-writers' })]);
});

test('nobody is wired to the server and to a scope of it', () => {
  const { problems } = refusal((setting) => {
    const search = server(setting);
    agents(setting, 'both', [search, search.scope('readers')]);
  });
  expect(problems).toContainEqual(expect.objectContaining({ code: 'AF-CPU-012', path: 'research/both', prop: 'services.1' }));
});

test('a scope that the server does not have is refused with those that it has', () => {
  const { problems } = refusal((setting) => server(setting).scope('owners'));
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop: 'toolScopes', allowed: 'readers, writers' })]);
  const none = refusal((setting) => server(setting, { toolScopes: {} }).scope('owners'));
  expect(none.problems[0]?.allowed).toMatch(/^none/);
});

const scope = (props: object) => ({ toolScopes: { readers: { allowedTools: ['find'], port: 8101, ...props } } });

test.each<[string, object, string]>([
  ['no tool', scope({ allowedTools: [] }), 'toolScopes.readers.allowedTools'],
  ['a tool with a quote', scope({ allowedTools: ["find'] = true, ['delete"] }), 'toolScopes.readers.allowedTools.0'],
  ['a pattern in place of a tool', scope({ allowedTools: ['find_*'] }), 'toolScopes.readers.allowedTools.0'],
  ['a scope without a port', scope({ port: undefined }), 'toolScopes.readers.port'],
  ['the port of the server', scope({ port: 8000 }), 'toolScopes.readers.port'],
  ['a port of the gate itself', scope({ port: 9901 }), 'toolScopes.readers.port'],
  ['a port that only root opens', scope({ port: 443 }), 'toolScopes.readers.port'],
  ['a server on a port of the gate', { port: 9902 }, 'port'],
  ['two scopes on one port', { toolScopes: { ...SCOPES, writers: { allowedTools: ['save'], port: 8101 } } }, 'toolScopes.writers.port'],
  ['a scope in capitals', { toolScopes: { Readers: { allowedTools: ['find'], port: 8101 } } }, 'toolScopes'],
])('refused: %s', (_what, props, prop) => {
  const { problems } = refusal((setting) => server(setting, props as Partial<McpServerProps>));
  expect(problems.map((one) => one.prop)).toContain(prop);
});
