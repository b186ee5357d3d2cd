/** Files that pods are given: certificates to check services by, and volumes of the user. */
import {
  AgentRuntime,
  CaBundle,
  ExternalHost,
  InternalService,
  type IService,
  McpServer,
  SecretRef,
  StateStore,
  Volume,
} from 'cdktf-agent-fleet';
import { isFleetError } from '../../lib/core/fleet-error';
import { serviceProblems } from '../../lib/testing';
import { client, manifest, research, type Setting } from '../setup/research-stack';

const ca = CaBundle.configMap({ name: 'company-ca' });
const crm = { name: 'crm', host: 'crm.example.com', cidrs: ['203.0.113.0/24'] };
const postgres = {
  host: 'db.example.com',
  cidr: '10.30.0.0/24',
  database: 'crew',
  user: 'crew',
  password: SecretRef.existing('rds', 'password'),
  sslMode: 'verify-full' as const,
};
const runtime = { framework: 'custom', image: 'registry.example.com/agents:1' } as const;

interface Pod {
  readonly volumes: readonly Readonly<Record<string, unknown>>[];
  readonly containers: readonly {
    readonly volumeMounts: readonly Readonly<Record<string, unknown>>[];
    readonly env: readonly { readonly name: string; readonly value?: string }[];
  }[];
}

function podOf(services: readonly IService[], volumes?: readonly Volume[]): Pod {
  const template = research(({ stack, cluster }: Setting) => {
    new AgentRuntime(stack, 'agents', { ...runtime, cluster, services, ...(volumes === undefined ? {} : { volumes }) });
  });
  return (manifest(template, 'Deployment', 'agents')['spec'] as { template: { spec: Pod } }).template.spec;
}

const filesOf = ({ volumes }: Pod) => volumes.filter(({ name }) => name !== 'tmp').map(({ name: _name, ...source }) => source);
const mountsOf = ({ containers: [container] }: Pod) => (container?.volumeMounts ?? []).filter(({ name }) => name !== 'tmp');
const variable = ({ containers: [container] }: Pod, name: string) => container?.env.find((one) => one.name === name)?.value;

describe('clients of a service with certificates of its own', () => {
  test('mount them read-only and learn where they are', () => {
    const pod = podOf([
      new ExternalHost({ ...crm, caBundle: ca }),
      StateStore.fromExisting({ ...postgres, caBundle: CaBundle.secret({ name: 'rds', key: 'bundle.pem' }) }),
    ]);
    expect(filesOf(pod)).toMatchObject([{ configMap: { name: 'company-ca' } }, { secret: { secretName: 'rds' } }]);
    expect(mountsOf(pod)).toMatchObject([
      { mountPath: '/etc/agent-fleet/trust/configmap-company-ca', readOnly: true },
      { mountPath: '/etc/agent-fleet/trust/secret-rds', readOnly: true },
    ]);
    expect(variable(pod, 'CRM_CA_FILE')).toBe('/etc/agent-fleet/trust/configmap-company-ca/ca.crt');
    expect(variable(pod, 'PGSSLROOTCERT')).toBe('/etc/agent-fleet/trust/secret-rds/bundle.pem');
  });

  test('mount the bundle of two services once', () => {
    const vectors = new InternalService({
      name: 'vectors',
      namespace: 'qdrant',
      port: 6333,
      scheme: 'https',
      caBundle: CaBundle.configMap({ name: 'company-ca' }),
    });
    const pod = podOf([new ExternalHost({ ...crm, caBundle: ca }), vectors]);
    expect(filesOf(pod)).toHaveLength(1);
    expect(mountsOf(pod)).toHaveLength(1);
    expect(variable(pod, 'VECTORS_CA_FILE')).toBe(variable(pod, 'CRM_CA_FILE'));
  });

  test('may name the variable that their program reads', () => {
    const pod = podOf([new ExternalHost({ ...crm, caBundle: ca, env: { CRM_URL: 'url', SSL_CERT_FILE: 'ca' } })]);
    expect(variable(pod, 'SSL_CERT_FILE')).toBe(ca.file);
  });

  test('mount nothing where the certificates are in their image, or public', () => {
    for (const caBundle of ['system', '/etc/ssl/company.pem'])
      expect(filesOf(podOf([StateStore.fromExisting({ ...postgres, caBundle })]))).toEqual([]);
  });

  test('a service with certificates keeps the contract of services; one whose volumes are none does not', () => {
    research((setting) => {
      const service = new ExternalHost({ ...crm, caBundle: ca });
      expect(serviceProblems(service, client(setting))).toEqual([]);
      const wrong = { kind: 'x', host: 'a', port: 1, clientEnv: () => ({}), admit: () => undefined, volumes: ['a'] };
      expect(serviceProblems(wrong as never, client(setting, 'other'))).toHaveLength(1);
    });
  });
});

test('volumes of the user stand beside those of services', () => {
  const pod = podOf(
    [new ExternalHost({ ...crm, caBundle: ca })],
    [
      Volume.configMap({ name: 'prompts', mountPath: '/etc/prompts' }),
      Volume.secret({ name: 'keys', mountPath: '/etc/keys' }),
      Volume.claim({ name: 'corpus', mountPath: '/corpus' }),
      Volume.claim({ name: 'scratch', mountPath: '/scratch', readOnly: false }),
    ],
  );
  expect(filesOf(pod)).toMatchObject([
    { configMap: { name: 'prompts' } },
    { secret: { secretName: 'keys' } },
    { persistentVolumeClaim: { claimName: 'corpus', readOnly: true } },
    { persistentVolumeClaim: { claimName: 'scratch' } },
    { configMap: { name: 'company-ca' } },
  ]);
  expect(mountsOf(pod).map(({ mountPath, readOnly = false }) => [mountPath, readOnly])).toEqual([
    ['/etc/prompts', true],
    ['/etc/keys', true],
    ['/corpus', true],
    ['/scratch', false],
    ['/etc/agent-fleet/trust/configmap-company-ca', true],
  ]);
});

describe('refused', () => {
  const wired = (service: () => IService) => () => podOf([service()]);
  // biome-ignore format: one row a case reads as a table
  const cases: readonly [what: string, build: () => unknown, prop: string][] = [
    ['verify-full without certificates', wired(() => StateStore.fromExisting(postgres)), 'caBundle'],
    ['verify-ca without certificates', wired(() => StateStore.fromExisting({ ...postgres, sslMode: 'verify-ca' })), 'caBundle'],
    ['certificates that are not read', wired(() => StateStore.fromExisting({ ...postgres, sslMode: 'prefer', caBundle: ca })), 'sslMode'],
    ['the certificates themselves', wired(() => StateStore.fromExisting({ ...postgres, caBundle: '-----BEGIN CERTIFICATE-----' })), 'caBundle'],
    ['a file that is relative', wired(() => StateStore.fromExisting({ ...postgres, caBundle: 'ca.pem' })), 'caBundle'],
    ['a file above the root', wired(() => StateStore.fromExisting({ ...postgres, caBundle: '/etc/../ca.pem' })), 'caBundle'],
    ['a variable for certificates that are not there', wired(() => new ExternalHost({ ...crm, env: { A: 'url', B: 'ca' } })), 'env'],
    ['certificates that no variable names', wired(() => new ExternalHost({ ...crm, caBundle: ca, env: { A: 'url' } })), 'env'],
    ['a ConfigMap in upper case', () => CaBundle.configMap({ name: 'Company' }), 'name'],
    ['a key with a slash', () => CaBundle.secret({ name: 'ca', key: 'a/b' }), 'key'],
    ['a folder of the system', () => Volume.configMap({ name: 'a', mountPath: '/etc' }), 'mountPath'],
    ['the folder that pods have already', () => Volume.claim({ name: 'a', mountPath: '/tmp' }), 'mountPath'],
    ['the root', () => Volume.secret({ name: 'a', mountPath: '/' }), 'mountPath'],
    ['a folder with a slash at the end', () => Volume.secret({ name: 'a', mountPath: '/data/' }), 'mountPath'],
    ['a Secret to write to', () => Volume.secret({ name: 'a', mountPath: '/data', readOnly: false } as never), 'readOnly'],
    ['a folder of the node', () => podOf([], [{ hostPath: '/var' } as never]), 'volumes.0'],
    ['one folder twice', () => podOf([], [Volume.secret({ name: 'a', mountPath: '/data' }), Volume.claim({ name: 'b', mountPath: '/data' })]), 'volumes'],
  ];

  test.each(cases)('%s', (_, build, prop) => {
    try {
      build();
    } catch (error) {
      if (!isFleetError(error)) throw error;
      expect(error.problems).toMatchObject([{ code: expect.stringMatching(/^AF-SPEC-00[12]$/), prop }]);
      expect(error.problems[0]?.repairs.length).toBeGreaterThan(0);
      return;
    }
    throw new Error('accepted');
  });
});

test('an MCP server has them as well', () => {
  const template = research(({ stack, cluster }) => {
    const volumes = [Volume.configMap({ name: 'tools', mountPath: '/etc/tools' })];
    new McpServer(stack, 'search', {
      cluster,
      image: 'registry.example.com/search:1',
      port: 80,
      volumes,
      services: [new ExternalHost({ ...crm, caBundle: ca })],
    });
  });
  const { spec } = (manifest(template, 'Deployment', 'search')['spec'] as { template: { spec: Pod } }).template;
  expect(filesOf(spec)).toMatchObject([{ configMap: { name: 'tools' } }, { configMap: { name: 'company-ca' } }]);
});
