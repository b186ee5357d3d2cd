import { SecretRef } from '../../lib/core/secret-ref';
import { CaBundle } from '../../lib/security/ca-bundle';
import type { Workload } from '../../lib/security/workload';
import { SessionStore } from '../../lib/stores/session-store';
import type { ExistingSessionStoreProps } from '../../lib/stores/session-store-props';
import { StateStore } from '../../lib/stores/state-store';
import type { ExistingStateStoreProps } from '../../lib/stores/state-store-props';
import { client, edgesOf, manifest, refusal, research } from '../setup/research-stack';

/** Stores of somebody else say the same to every client. */
const anyClient = {} as Workload;

const redis = { host: 'redis.example.com', cidr: '10.20.0.0/24' } satisfies ExistingSessionStoreProps;
const postgres = {
  host: 'db.example.com',
  cidr: '10.30.0.0/24',
  database: 'crew',
  user: 'crew',
  password: SecretRef.existing('rds', 'password'),
} satisfies ExistingStateStoreProps;

describe('a session store that exists', () => {
  test('tells clients where it is, with TLS and password where it has them', () => {
    const password = SecretRef.existing('redis', 'pw');
    expect(SessionStore.fromExisting({ ...redis, port: 6380, tls: true, password }).clientEnv(anyClient)).toEqual({
      REDIS_HOST: 'redis.example.com',
      REDIS_PORT: '6380',
      REDIS_SSL: 'true',
      REDIS_PASSWORD: password,
    });
    expect(SessionStore.fromExisting({ ...redis, tls: true }).clientEnv(anyClient)['REDIS_URI']).toBe('rediss://redis.example.com:6379/0');
  });

  test('has certificates by which clients check it, which are for TLS alone', () => {
    const caBundle = CaBundle.configMap({ name: 'redis-ca' });
    const existing = SessionStore.fromExisting({ ...redis, tls: true, caBundle });
    expect(existing.clientEnv(anyClient)).toMatchObject({
      REDIS_SSL_CA_CERTS: caBundle.file,
      REDIS_URI: `rediss://redis.example.com:6379/0?ssl_cert_reqs=required&ssl_ca_certs=${caBundle.file}`,
      REDIS_PLAIN_URL: 'rediss://redis.example.com:6379/0',
    });
    expect(existing.volumes).toEqual([caBundle.volume]);
    expect(() => SessionStore.fromExisting({ ...redis, caBundle })).toThrow(/AF-SPEC-001[\s\S]*caBundle[\s\S]*tls: true/);
  });

  test('outside the cluster is one address range to its clients', () => {
    const template = research((setting) => SessionStore.fromExisting(redis).admit(client(setting)));
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-10-20-0-0-24-6379']);
    expect(manifest(template, 'NetworkPolicy', 'agents-to-10-20-0-0-24-6379')['spec']).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'agents' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.20.0.0/24' } }], ports: [{ port: 6379, protocol: 'TCP' }] }],
    });
  });

  test('inside the cluster is one namespace to its clients', () => {
    const existing = { host: 'redis.shared.svc', namespace: 'shared' };
    const template = research((setting) => SessionStore.fromExisting(existing).admit(client(setting)));
    expect(manifest(template, 'NetworkPolicy', 'agents-to-shared-6379')['spec']).toMatchObject({
      egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shared' } } }] }],
    });
  });

  test('behind a Service with another port, the port of its pods is opened', () => {
    const stores = [
      SessionStore.fromExisting({ host: 'redis.shared.svc', namespace: 'shared', port: 80, podPort: 6379 }),
      StateStore.fromExisting({ ...postgres, cidr: undefined as never, namespace: 'databases', port: 5000, podPort: 5432 }),
    ];
    const template = research((setting) => {
      for (const store of stores) store.admit(client(setting));
    });
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-databases-5432', 'agents-to-shared-6379']);
    expect(stores.map((store) => store.port)).toEqual([80, 5000]);
  });

  test.each<[string, object]>([
    ['podPort', { podPort: 6379 }],
    ['podPort', { cidr: undefined, namespace: 'shared', podPort: 0 }],
    ['cidr', { cidr: '0.0.0.0/0' }],
    ['cidr', { cidr: '169.254.169.254/32' }],
    ['cidr', { cidr: undefined }],
    ['cidr', { namespace: 'shared' }],
    ['cidr', { cidr: '10.20.0.0' }],
    ['host', { host: 'redis://redis.example.com' }],
    ['port', { port: 70_000 }],
    ['password', { password: SecretRef.generated('drawn') }],
  ])('is refused for its %s: %j', (prop, change) => {
    const error = refusal(() => void SessionStore.fromExisting({ ...redis, ...change } as ExistingSessionStoreProps));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'SessionStore.fromExisting' })]);
  });
});

describe('a state store that exists', () => {
  test('tells clients where it is and how to check it', () => {
    const uri = SecretRef.existing('rds', 'uri');
    const user = SecretRef.existing('rds', 'user');
    const caBundle = CaBundle.configMap({ name: 'rds-ca', key: 'global-bundle.pem' });
    const store = StateStore.fromExisting({ ...postgres, user, uri, sslMode: 'verify-full', caBundle });
    expect(store.volumes).toEqual([caBundle.volume]);
    expect(store.clientEnv(anyClient)).toEqual({
      PGHOST: 'db.example.com',
      PGPORT: '5432',
      PGDATABASE: 'crew',
      PGUSER: user,
      PGPASSWORD: postgres.password,
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/etc/agent-fleet/trust/configmap-rds-ca/global-bundle.pem',
      DATABASE_URL: uri,
      DATABASE_URI: uri,
      POSTGRES_URI: uri,
    });
    expect(Object.keys(StateStore.fromExisting(postgres).clientEnv(anyClient))).not.toContain('DATABASE_URL');
  });

  test('a server that is checked names its certificates: a bundle, a file of the image, or the public authorities', () => {
    const rootOf = (caBundle?: CaBundle | string, sslMode: 'require' | 'verify-ca' = 'verify-ca') =>
      StateStore.fromExisting({ ...postgres, sslMode, ...(caBundle === undefined ? {} : { caBundle }) }).clientEnv(anyClient)[
        'PGSSLROOTCERT'
      ];
    expect(rootOf(CaBundle.secret({ name: 'db-ca' }))).toBe('/etc/agent-fleet/trust/secret-db-ca/ca.crt');
    expect(rootOf('system')).toBe('system');
    expect(rootOf('/etc/ssl/certs/company.pem')).toBe('/etc/ssl/certs/company.pem');
    expect(rootOf(undefined, 'require')).toBeUndefined();
    expect(() => rootOf()).toThrow(/caBundle/);
  });

  test('opens its clients to it alone', () => {
    const template = research((setting) => StateStore.fromExisting({ ...postgres, port: 6432 }).admit(client(setting)));
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-10-30-0-0-24-6432']);
  });

  test.each<[string, object]>([
    ['password', { password: 'hunter2' }],
    ['password', { password: SecretRef.generated('drawn') }],
    ['database', { database: '' }],
    ['sslMode', { sslMode: 'maybe' }],
    ['cidr', { namespace: 'shared' }],
  ])('is refused for its %s: %j', (prop, change) => {
    const error = refusal(() => void StateStore.fromExisting({ ...postgres, ...change } as ExistingStateStoreProps));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'StateStore.fromExisting' })]);
  });
});

test('both are recognised by what they are', () => {
  expect(SessionStore.fromExisting(redis).kind).toBe('session-store');
  expect(StateStore.fromExisting(postgres).kind).toBe('state-store');
});
