import { SecretRef } from '../../lib/core/secret-ref';
import { StateStore } from '../../lib/stores/state-store';
import type { StateStoreProps } from '../../lib/stores/state-store-props';
import { client, edgesOf, manifest, OFF_GPU_NODES, refusal, research, type Setting } from '../setup/research-stack';

const store = (setting: Setting, props: Partial<StateStoreProps> = {}) =>
  new StateStore(setting.stack, 'state', { cluster: setting.cluster, ...props });

const rendered = (props: Partial<StateStoreProps> = {}) => research((setting) => void store(setting, props));
const clusterSpec = (props: Partial<StateStoreProps> = {}) => manifest(rendered(props), 'Cluster', 'state')['spec'];

describe('the Postgres cluster', () => {
  test('is what was asked for', () => {
    expect(clusterSpec({ instances: 3, storageGiB: 50, storageClass: 'fast', memoryGiB: 8, cpu: '2', database: 'crew' })).toMatchObject({
      instances: 3,
      bootstrap: { initdb: { database: 'crew', owner: 'crew' } },
      storage: { size: '50Gi', storageClass: 'fast' },
      resources: { requests: { cpu: '2', memory: '8192Mi' }, limits: { memory: '8192Mi' } },
      postgresql: { parameters: { shared_buffers: '2048MB' } },
    });
  });

  test('takes the standard image, which brings pgvector, from the mirror of the cluster', () => {
    expect(clusterSpec()).toMatchObject({ imageName: expect.stringMatching(/^ghcr\.io\/cloudnative-pg\/postgresql:\d+\.\d+-standard-/) });
    const mirrored = research((setting) => void store(setting), { registryMirror: 'registry.internal' });
    expect(manifest(mirrored, 'Cluster', 'state')['spec']).toMatchObject({
      imageName: expect.stringMatching(/^registry\.internal\/cloudnative-pg\/postgresql:/),
    });
  });

  test('spreads over CPU nodes', () => {
    expect(clusterSpec()).toMatchObject({
      affinity: { ...OFF_GPU_NODES, enablePodAntiAffinity: true, topologyKey: 'kubernetes.io/hostname' },
    });
  });

  test('has no superuser on the network', () => {
    expect(clusterSpec()).toMatchObject({ enableSuperuserAccess: false });
  });

  test('gets the vector extension only when asked for', () => {
    expect(
      rendered()
        .manifests()
        .filter(({ kind }) => kind === 'Database'),
    ).toEqual([]);
    expect(manifest(rendered({ vector: true }), 'Database', 'state')['spec']).toEqual({
      cluster: { name: 'state' },
      name: 'agents',
      owner: 'agents',
      extensions: [{ name: 'vector' }],
    });
  });

  test('is installed after its namespace', () => {
    const [release] = rendered().resources('helm_release');
    expect(release?.['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\./)]);
  });
});

describe('the network', () => {
  test('opens exactly what the operator documents: itself, the operator, the API, and the scrape', () => {
    expect(edgesOf(rendered(), 'state')).toEqual([
      'state-from-cnpg-system-5432',
      'state-from-cnpg-system-8000',
      'state-from-itself',
      'state-from-monitoring-9187',
      'state-to-itself',
      'state-to-kubernetes-api',
    ]);
  });

  test('selects the pods as the operator labels them', () => {
    expect(manifest(rendered(), 'NetworkPolicy', 'state-from-itself')['spec']).toMatchObject({
      podSelector: { matchLabels: { 'cnpg.io/cluster': 'state' } },
      ingress: [{ ports: [{ port: 5432 }, { port: 8000 }] }],
    });
  });

  test('follows the namespace of the operator', () => {
    expect(edgesOf(rendered({ operatorNamespace: 'postgres' }), 'state')).toContain('state-from-postgres-8000');
  });

  test('lets an admitted client in', () => {
    const template = research((setting) => store(setting).admit(client(setting)));
    expect(manifest(template, 'NetworkPolicy', 'state-from-research-agents')['spec']).toMatchObject({
      ingress: [{ ports: [{ port: 5432 }] }],
    });
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-research-state']);
  });
});

test('clients get what libpq reads, and one address, all from the secret of the operator', () => {
  research((setting) => {
    const uri = SecretRef.existing('state-app', 'fqdn-uri');
    expect(store(setting).clientEnv()).toEqual({
      PGHOST: 'state-rw.research.svc.cluster.local',
      PGPORT: '5432',
      PGDATABASE: 'agents',
      PGUSER: SecretRef.existing('state-app', 'username'),
      PGPASSWORD: SecretRef.existing('state-app', 'password'),
      PGSSLMODE: 'require',
      DATABASE_URL: uri,
      DATABASE_URI: uri,
      POSTGRES_URI: uri,
    });
  });
});

test('its servers can be scraped', () => {
  research((setting) => {
    expect(store(setting)).toMatchObject({ metricsPortName: 'metrics', metricsPath: '/metrics' });
  });
});

describe('refusals', () => {
  test('a client in another namespace cannot read the credentials', () => {
    const error = refusal((setting) => store(setting).admit(client(setting, 'agents', 'elsewhere')));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-010', path: 'research/state', value: 'elsewhere' })]);
  });

  test('a name that the operator refuses', () => {
    const named = (id: string) => (setting: Setting) => void new StateStore(setting.stack, id, { cluster: setting.cluster });
    expect(refusal(named('s'.repeat(51))).problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-006', prop: 'id' })]);
    expect(() => research(named('s'.repeat(50)))).not.toThrow();
  });

  test.each([
    ['instances', { instances: 0 }],
    ['database', { database: 'My-DB' }],
    ['database', { database: 'postgres' }],
    ['memoryGiB', { memoryGiB: 0 }],
    ['operatorNamespace', { operatorNamespace: 'CNPG' }],
  ])('a malformed %s', (prop, props) => {
    const error = refusal((setting) => void store(setting, props));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'research/state' })]);
  });
});
