/** Backups of a state store, and stores that begin from them. */
import { SecretRef } from '../../lib/core/secret-ref';
import { Cluster } from '../../lib/platform/cluster';
import { CaBundle } from '../../lib/security/ca-bundle';
import { ExternalHost } from '../../lib/services/external-host';
import { InternalService } from '../../lib/services/internal-service';
import { StateStore } from '../../lib/stores/state-store';
import type { StateStoreProps } from '../../lib/stores/state-store-props';
import { TerraformStack } from '../../lib/terraform/engine';
import { edgesOf, manifest, problemsOf, refusal, research, type Setting } from '../setup/research-stack';

const to = new ExternalHost({ name: 'backups', host: 's3.eu-central-1.amazonaws.com', cidrs: ['203.0.113.0/24'], region: 'eu-central-1' });
const archive = {
  to,
  bucket: 'agents-backups/prod',
  accessKeyId: SecretRef.existing('backups', 'id'),
  secretAccessKey: SecretRef.existing('backups', 'key'),
};

const store = ({ stack, cluster }: Setting, props: Partial<StateStoreProps>) => new StateStore(stack, 'state', { cluster, ...props });
const rendered = (props: Partial<StateStoreProps>) => research((setting) => void store(setting, props));
const specOf = (props: Partial<StateStoreProps>, kind = 'Cluster', name = 'state') => manifest(rendered(props), kind, name)['spec'];

describe('backups', () => {
  test('the log is written to the archive, under the name of the store', () => {
    expect(specOf({ backups: archive })).toMatchObject({
      bootstrap: { initdb: { database: 'agents' } },
      plugins: [
        {
          name: 'barman-cloud.cloudnative-pg.io',
          isWALArchiver: true,
          parameters: { barmanObjectName: 'state-backups', serverName: 'state' },
        },
      ],
    });
  });

  test('the archive is an object store with keys by reference, and keeps what is asked', () => {
    expect(specOf({ backups: { ...archive, retentionDays: 7 } }, 'ObjectStore', 'state-backups')).toMatchObject({
      configuration: {
        destinationPath: 's3://agents-backups/prod',
        endpointURL: 'https://s3.eu-central-1.amazonaws.com',
        s3Credentials: { accessKeyId: { name: 'backups', key: 'id' }, secretAccessKey: { name: 'backups', key: 'key' } },
      },
      retentionPolicy: '7d',
      instanceSidecarConfiguration: { resources: { limits: { memory: '512Mi' } } },
    });
  });

  test('certificates of a Secret are what the archive is checked by', () => {
    const minio = new InternalService({
      name: 'minio',
      namespace: 'storage',
      port: 9000,
      scheme: 'https',
      caBundle: CaBundle.secret({ name: 'company-ca', key: 'root.pem' }),
    });
    expect(specOf({ backups: { ...archive, to: minio } }, 'ObjectStore', 'state-backups')).toMatchObject({
      configuration: {
        endpointURL: 'https://minio.storage.svc.cluster.local:9000',
        endpointCA: { name: 'company-ca', key: 'root.pem' },
      },
    });
  });

  test('a copy is made at once and every night', () => {
    expect(specOf({ backups: archive }, 'ScheduledBackup', 'state-backups')).toMatchObject({
      schedule: '0 0 2 * * *',
      immediate: true,
      cluster: { name: 'state' },
      method: 'plugin',
    });
  });

  test('the servers reach the archive and nothing else outside', () => {
    const without = edgesOf(rendered({}), 'state');
    expect(edgesOf(rendered({ backups: archive }), 'state').filter((edge) => !without.includes(edge))).toEqual([
      'state-to-203-0-113-0-24-443',
    ]);
    const minio = new InternalService({ name: 'minio', namespace: 'storage', port: 9000 });
    const inside = rendered({ backups: { ...archive, to: minio } });
    expect(edgesOf(inside, 'state').filter((edge) => !without.includes(edge))).toEqual(['state-to-storage-9000']);
    expect(manifest(inside, 'ObjectStore', 'state-backups')['spec']).toMatchObject({
      configuration: { endpointURL: 'http://minio.storage.svc.cluster.local:9000' },
    });
  });

  test('data of the store goes on to where its backups lie', () => {
    research((setting) => {
      const [edge] = store(setting, { backups: archive }).dataPlace().onward?.() ?? [];
      expect(edge).toMatchObject({
        how: 'is backed up to',
        to: { kind: 'external host', name: to.host, region: { name: 'eu-central-1' } },
      });
    });
    research((setting) => expect(store(setting, {}).dataPlace().onward).toBeUndefined());
  });

  test('without them nothing changes', () => {
    expect(specOf({})).not.toHaveProperty('plugins');
    expect(
      rendered({})
        .manifests()
        .filter(({ kind }) => ['ObjectStore', 'ScheduledBackup'].includes(kind)),
    ).toEqual([]);
  });
});

describe('a store that begins from backups', () => {
  const recovery = { ...archive, serverName: 'state' };

  test('brings back what was written out last, for the same database', () => {
    const spec = specOf({ recovery, database: 'crew' });
    expect(spec).toMatchObject({
      bootstrap: { recovery: { source: 'origin', database: 'crew', owner: 'crew' } },
      externalClusters: [{ name: 'origin', plugin: { parameters: { barmanObjectName: 'state-origin', serverName: 'state' } } }],
    });
    expect(spec).not.toHaveProperty('bootstrap.initdb');
    expect(spec).not.toHaveProperty('bootstrap.recovery.recoveryTarget');
  });

  test('or a moment', () => {
    const targetTime = '2026-11-30T06:00:00Z';
    expect(specOf({ recovery: { ...recovery, targetTime } })).toMatchObject({
      bootstrap: { recovery: { recoveryTarget: { targetTime } } },
    });
  });

  test('writes its own backups under a name of its own', () => {
    expect(specOf({ recovery, backups: { ...archive, serverName: 'state-2' } })).toMatchObject({
      plugins: [{ parameters: { barmanObjectName: 'state-backups', serverName: 'state-2' } }],
    });
  });

  test('or under its own, where it is called otherwise', () => {
    const called = { name: 'state-2', recovery, backups: archive };
    expect(specOf(called, 'Cluster', 'state-2')).toMatchObject({ plugins: [{ parameters: { serverName: 'state-2' } }] });
    const elsewhere = { recovery, backups: { ...archive, bucket: 'other-backups' } };
    expect(specOf(elsewhere)).toMatchObject({ plugins: [{ parameters: { serverName: 'state' } }] });
  });

  test('its beginning is what cannot change: Terraform would replace its guard, and refuses', () => {
    const guardOf = (props: Partial<StateStoreProps>) =>
      rendered(props)
        .manifests()
        .filter(({ kind, metadata }) => kind === 'ConfigMap' && /^state-state-/.test(metadata.name))
        .map(({ metadata }) => metadata.name);
    expect(guardOf({ recovery })).not.toEqual(guardOf({}));
    expect(guardOf({ recovery: { ...recovery, targetTime: '2026-11-30T06:00:00Z' } })).not.toEqual(guardOf({ recovery }));
    expect(guardOf({ backups: archive })).toEqual(guardOf({}));
  });
});

const place = (props: object) => new ExternalHost({ name: 'backups', host: '203.0.113.7', ...props });
const recovered = (props: object) => ({ recovery: { ...archive, serverName: 'state', ...props } });

test.each<[string, object, string]>([
  ['a bucket as a URL', { backups: { ...archive, bucket: 's3://agents' } }, 'backups.bucket'],
  ['a bucket with a way up', { backups: { ...archive, bucket: 'agents/../other' } }, 'backups.bucket'],
  ['a bucket in capitals', { backups: { ...archive, bucket: 'Agents' } }, 'backups.bucket'],
  ['a place that is a text', { backups: { ...archive, to: 's3.amazonaws.com' } }, 'backups.to'],
  ['a place with a key of its own', { backups: { ...archive, to: place({ key: SecretRef.existing('s3', 'key') }) } }, 'backups.to.key'],
  [
    'certificates of a ConfigMap',
    { backups: { ...archive, to: place({ caBundle: CaBundle.configMap({ name: 'ca' }) }) } },
    'backups.to.caBundle',
  ],
  ['a place of another protocol', { backups: { ...archive, to: place({ scheme: 'ftp' }) } }, 'backups.to.scheme'],
  ['a key that is written out', { backups: { ...archive, secretAccessKey: 'wJalrXUtnFEMI' } }, 'backups.secretAccessKey'],
  ['no key', { backups: { ...archive, accessKeyId: undefined } }, 'backups.accessKeyId'],
  ['cron of Kubernetes, without seconds', { backups: { ...archive, schedule: '0 2 * * *' } }, 'backups.schedule'],
  ['an hour that no day has', { backups: { ...archive, schedule: '0 0 25 * * *' } }, 'backups.schedule'],
  ['a step of none', { backups: { ...archive, schedule: '0 0 */0 * * *' } }, 'backups.schedule'],
  ['no day kept', { backups: { ...archive, retentionDays: 0 } }, 'backups.retentionDays'],
  ['a store that is not named', recovered({ serverName: undefined }), 'recovery.serverName'],
  ['a name with a slash', recovered({ serverName: '../other' }), 'recovery.serverName'],
  ['a moment without a time zone', recovered({ targetTime: '2026-11-30T06:00:00' }), 'recovery.targetTime'],
  ['a moment in words', recovered({ targetTime: 'yesterday' }), 'recovery.targetTime'],
  [
    'backups into the archive that it begins from',
    { ...recovered({}), backups: { ...archive, serverName: 'state' } },
    'backups.serverName',
  ],
  ['the same by its name, where nothing is named', { ...recovered({}), backups: archive }, 'backups.serverName'],
])('refused: %s', (_what, props, prop) => {
  const { problems } = refusal((setting) => store(setting, props as Partial<StateStoreProps>));
  expect(problems.map((one) => one.prop)).toContain(prop);
});

describe('one archive for two stores', () => {
  const minio = new InternalService({ name: 'minio', namespace: 'storage', port: 9000 });

  /** A store called `state` on a second cluster, in a stack of its own. */
  function elsewhere({ stack }: Setting, backups: object): StateStore {
    const us = new TerraformStack(stack.node.root, 'us');
    const cluster = Cluster.fromKubeconfig({ context: 'prod-us', nodePools: { cpu: { nodes: 3 } } });
    return new StateStore(us, 'state', { cluster, backups: { ...archive, ...backups } });
  }
  const shared = (mine: object, theirs: object) =>
    problemsOf((setting) => {
      store(setting, { backups: { ...archive, ...mine } });
      elsewhere(setting, theirs);
    }).filter(({ code }) => code === 'AF-CPU-047');

  test('is refused at the second of them, with a name of its own', () => {
    expect(shared({}, {})).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: 'us/state',
        prop: 'backups.serverName',
        value: 'state',
        message: expect.stringContaining('and so does research/state'),
        repairs: expect.arrayContaining(["backups: { serverName: 'us-state', … }"]),
      }),
    ]);
    expect(shared({ serverName: 'state-of-eu' }, { serverName: 'state-of-eu' })).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    ['another name', {}, { serverName: 'us-state' }],
    ['another path', {}, { bucket: 'agents-backups/us' }],
    ['another host', {}, { to: new ExternalHost({ name: 'other', host: 's3.example.com', cidrs: ['203.0.113.0/24'] }) }],
    ['the same service of another cluster', { to: minio }, { to: minio }],
  ])('is none with %s', (_what, mine, theirs) => {
    expect(shared(mine, theirs)).toEqual([]);
  });

  test('is none where one store writes and another begins from it', () => {
    const found = problemsOf((setting) => {
      store(setting, { backups: archive });
      new StateStore(setting.stack, 'state-2', {
        cluster: setting.cluster,
        recovery: { ...archive, serverName: 'state' },
        backups: archive,
      });
    });
    expect(found.map(({ code }) => code)).not.toContain('AF-CPU-047');
  });
});

describe('an archive outside the cluster whose ranges nobody named', () => {
  const open = new ExternalHost({ name: 'backups', host: 's3.example.com', region: 'eu-central-1' });
  const opened = (props: Partial<StateStoreProps>, byName = false) =>
    problemsOf(({ stack, cluster }) => {
      const named = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { cpu: { nodes: 3 } }, namedEgress: { policies: 'cilium' } });
      new StateStore(stack, 'state', { cluster: byName ? named : cluster, ...props });
    })
      .filter(({ code }) => code === 'AF-SEC-005')
      .map(({ path, prop, value }) => [path, prop, value]);

  test('is said of backups and of recovery: Postgres then reaches every public address', () => {
    expect(opened({ backups: { ...archive, to: open } })).toEqual([['research/state', 'backups.to', 's3.example.com']]);
    expect(opened({ recovery: { ...archive, to: open, serverName: 'old' } })).toEqual([
      ['research/state', 'recovery.to', 's3.example.com'],
    ]);
  });

  test('is not said with ranges, of a service inside, of a cluster that opens names, and without backups', () => {
    const minio = new InternalService({ name: 'minio', namespace: 'storage', port: 9000 });
    expect(opened({ backups: archive })).toEqual([]);
    expect(opened({ backups: { ...archive, to: minio } })).toEqual([]);
    expect(opened({ backups: { ...archive, to: open } }, true)).toEqual([]);
    expect(opened({})).toEqual([]);
  });
});
