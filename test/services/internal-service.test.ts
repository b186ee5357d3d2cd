/** A service that runs in the cluster already: what clients read, and which way is opened. */

import { SecretRef } from '../../lib/core/secret-ref';
import { InternalService } from '../../lib/services/internal-service';
import type { InternalServiceProps } from '../../lib/services/internal-service-props';
import { client, edgesOf, research } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';

const QDRANT: InternalServiceProps = { name: 'vector-db', namespace: 'qdrant', port: 6333 };
const envOf = (more: Partial<InternalServiceProps> = {}) => new InternalService({ ...QDRANT, ...more }).clientEnv();

interface Policy {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly podSelector: unknown;
    readonly policyTypes: readonly string[];
    readonly egress?: unknown;
    readonly ingress?: unknown;
  };
}

/** Policies beside those of the namespace itself. */
function policiesOf(...services: InternalService[]): Policy[] {
  const template = research((setting) => {
    const from = client(setting);
    for (const service of services) service.admit(from);
  });
  const policies = template.manifests().filter(({ kind }) => kind === 'NetworkPolicy') as unknown as Policy[];
  return policies.filter(({ metadata }) => !['default-deny', 'allow-dns'].includes(metadata.name));
}

test('clients read its address under its own name', () => {
  expect(envOf()).toEqual({
    VECTOR_DB_HOST: 'vector-db.qdrant.svc.cluster.local',
    VECTOR_DB_PORT: '6333',
    VECTOR_DB_URL: 'http://vector-db.qdrant.svc.cluster.local:6333',
  });
});

test('or under the names that their program reads, with its key as a reference', () => {
  const key = SecretRef.existing('qdrant', 'api-key');
  const env = { QDRANT_URL: 'url', QDRANT_ADDRESS: 'address', QDRANT_API_KEY: 'key' } as const;
  expect(envOf({ service: 'qdrant', scheme: 'https', path: '/v1', key, env })).toEqual({
    QDRANT_URL: 'https://qdrant.qdrant.svc.cluster.local:6333/v1',
    QDRANT_ADDRESS: 'qdrant.qdrant.svc.cluster.local:6333',
    QDRANT_API_KEY: key,
  });
  expect(envOf({ key })).toHaveProperty('VECTOR_DB_API_KEY', key);
});

test.each([
  [{ port: 80 }, 'http://vector-db.qdrant.svc.cluster.local'],
  [{ port: 443, scheme: 'https' }, 'https://vector-db.qdrant.svc.cluster.local'],
  [{ port: 443 }, 'http://vector-db.qdrant.svc.cluster.local:443'],
])('a usual port is left out of the URL: %j', (props, url) => {
  expect(envOf({ ...props, env: { URL: 'url' } })).toEqual({ URL: url });
});

test('the way is opened at the port of the pods, because policies are judged behind the Service', () => {
  const [policy, ...others] = policiesOf(new InternalService({ ...QDRANT, port: 80, podPort: 6333, podLabels: { app: 'qdrant' } }));
  expect(others).toEqual([]);
  expect(policy?.metadata).toMatchObject({ name: 'agents-to-qdrant-6333', namespace: 'research' });
  expect(policy?.spec).toMatchObject({
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'qdrant' } },
            podSelector: { matchLabels: { app: 'qdrant' } },
          },
        ],
        ports: [{ port: 6333, protocol: 'TCP' }],
      },
    ],
  });
});

test('nothing is made in its namespace, unless that is said to be closed', () => {
  const open = policiesOf(new InternalService({ ...QDRANT, podLabels: { app: 'qdrant' } }));
  expect(open.map(({ metadata }) => metadata.namespace)).toEqual(['research']);
  const closed = policiesOf(new InternalService({ ...QDRANT, podLabels: { app: 'qdrant' }, admitClients: true }));
  const inside = closed.find(({ metadata }) => metadata.namespace === 'qdrant');
  expect(closed).toHaveLength(2);
  expect(inside?.spec).toMatchObject({
    podSelector: { matchLabels: { app: 'qdrant' } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'research' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'agents' } },
          },
        ],
        ports: [{ port: 6333, protocol: 'TCP' }],
      },
    ],
  });
});

test('two services in one closed namespace are both opened, on both sides', () => {
  const of = (name: string) => new InternalService({ ...QDRANT, name, podLabels: { app: name }, admitClients: true });
  const policies = policiesOf(of('a'), of('b'));
  const selected = policies.filter(({ metadata }) => metadata.namespace === 'qdrant').map(({ spec }) => JSON.stringify(spec.podSelector));
  expect(selected.sort()).toEqual(['{"matchLabels":{"app":"a"}}', '{"matchLabels":{"app":"b"}}']);
  expect(new Set(policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).size).toBe(4);
});

test('clients of two stacks whose names join to the same text have policies of two names in that namespace', () => {
  const names = (['a', 'a-b'] as const).map((namespace) => {
    const service = new InternalService({ ...QDRANT, podLabels: { app: 'q' }, admitClients: true });
    const template = research((setting) => service.admit(client(setting, namespace === 'a' ? 'b-c' : 'c', namespace)));
    return template.manifests().find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'qdrant')?.metadata.name;
  });
  expect(names[0]).toMatch(/^a-b-c-into-qdrant-6333-/);
  expect(names[0]).not.toBe(names[1]);
});

test('an MCP server is listed by its URL', () => {
  expect(new InternalService(QDRANT).listed).toBeUndefined();
  expect(new InternalService({ ...QDRANT, mcp: true, path: '/mcp' }).listed).toEqual({
    variable: 'MCP_SERVERS',
    name: 'vector-db',
    value: 'http://vector-db.qdrant.svc.cluster.local:6333/mcp',
  });
});

test.each<[string, unknown, string]>([
  ['a name in capitals', { name: 'Vectors' }, 'name'],
  ['a namespace that is none', { namespace: 'a/b' }, 'namespace'],
  ['port 0', { port: 0 }, 'port'],
  ['no port', { port: undefined }, 'port'],
  ['a port of the pods beyond all ports', { podPort: 65_536 }, 'podPort'],
  ['no label among the labels', { podLabels: {} }, 'podLabels'],
  ['a label value that is none', { podLabels: { app: 'a b' } }, 'podLabels.app'],
  ['clients that are let in at all pods', { admitClients: true }, 'podLabels'],
  ['a scheme with its slashes', { scheme: 'http://' }, 'scheme'],
  ['a path without a slash', { path: 'mcp' }, 'path'],
  ['no variable with the address', { env: { VECTORS_PORT: 'port' } }, 'env'],
  ['no variables at all', { env: {} }, 'env'],
  ['a variable with a dash', { env: { 'QDRANT-URL': 'url' } }, 'env'],
  ['a part that no address has', { env: { QDRANT_URL: 'uri' } }, 'env.QDRANT_URL'],
  ['a key that nobody has', { env: { QDRANT_URL: 'url', QDRANT_KEY: 'key' } }, 'env'],
  ['a key that reaches no variable', { key: SecretRef.existing('q', 'k'), env: { QDRANT_URL: 'url' } }, 'env'],
  ['a key that is drawn', { key: SecretRef.generated('q') }, 'key'],
  ['a key that is written out', { key: 'sk-abcdefgh12345678' }, 'key'],
])('refused: %s', (_, fault, prop) => {
  const problems = (() => {
    return problemsIn(() => new InternalService({ ...QDRANT, ...(fault as object) }));
  })();
  expect(problems).toContainEqual(
    expect.objectContaining({ code: expect.stringMatching(/^AF-SPEC-00[12]$/), path: 'InternalService', prop }),
  );
  expect(JSON.stringify(problems)).not.toContain('sk-abcdefgh12345678');
});

test('edges of a client carry its name', () => {
  const template = research((setting) => new InternalService(QDRANT).admit(client(setting)));
  expect(edgesOf(template, 'agents')).toEqual(['agents-to-qdrant-6333']);
});
