/** A Secret whose values come from a secret store: what the operator is asked for, and which pods would wait for it forever. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { SecretRef } from '../../lib/core/secret-ref';
import { TaskQueue } from '../../lib/queues/task-queue';
import { CaBundle } from '../../lib/security/ca-bundle';
import { Volume } from '../../lib/security/volume';
import { ExternalSecret } from '../../lib/services/external-secret/external-secret';
import type { ExternalSecretProps } from '../../lib/services/external-secret/external-secret-props';
import { SessionStore } from '../../lib/stores/session-store';
import { DeploymentV1 } from '../../lib/terraform/kubernetes';
import { findings, manifest, problemsOf, refusal, research, type Setting } from '../setup/research-stack';

const OPENAI = { store: 'vault', keys: { 'api-key': { key: 'prod/openai', property: 'key' } } } as const;

const secret = ({ stack, cluster }: Setting, more: Partial<ExternalSecretProps> = {}, id = 'openai') =>
  new ExternalSecret(stack, id, { cluster, ...OPENAI, ...more });

const agents = ({ stack, cluster }: Setting, key: SecretRef, namespace?: string) =>
  new AgentRuntime(stack, 'agents', {
    cluster,
    framework: 'langgraph',
    image: 'registry.example.com/agents:1.0.0',
    env: { OPENAI_API_KEY: key },
    ...(namespace === undefined ? {} : { namespace }),
  });

const written = (more: Partial<ExternalSecretProps> = {}, name = 'openai') =>
  manifest(
    research((setting) => secret(setting, more)),
    'ExternalSecret',
    name,
  );

test('the operator is asked for each key, at the store of the cluster, every hour', () => {
  const { apiVersion, metadata, spec } = written();
  expect([apiVersion, metadata]).toMatchObject(['external-secrets.io/v1', { name: 'openai', namespace: 'research' }]);
  expect(spec).toEqual({
    refreshInterval: '60m',
    secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
    target: { name: 'openai', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
    data: [{ secretKey: 'api-key', remoteRef: { key: 'prod/openai', property: 'key' } }],
  });
});

test('or at one of the namespace, once, as a Secret of another type and name', () => {
  const keys = { '.dockerconfigjson': { key: 'registry', version: '7' } };
  const type = 'kubernetes.io/dockerconfigjson';
  expect(written({ storeKind: 'SecretStore', refreshMinutes: 0, type, keys, name: 'pull' }, 'pull')['spec']).toEqual({
    refreshInterval: '0m',
    secretStoreRef: { name: 'vault', kind: 'SecretStore' },
    target: { name: 'pull', creationPolicy: 'Owner', deletionPolicy: 'Retain', template: { type, engineVersion: 'v2' } },
    data: [{ secretKey: '.dockerconfigjson', remoteRef: { key: 'registry', version: '7' } }],
  });
});

test('pods read its keys by reference', () => {
  const template = research((setting) => agents(setting, secret(setting).key('api-key')));
  expect(JSON.stringify(template.resources('kubernetes_deployment_v1'))).toContain('"secret_key_ref":{"key":"api-key","name":"openai"}');
});

test.each([
  ['a key that it does not have', (setting: Setting) => secret(setting).key('password'), /no key 'password'.*key\('api-key'\)/s],
  ['no keys', (setting: Setting) => secret(setting, { keys: {} }), /allowed at least one key/],
  [
    'no configuration of a registry',
    (setting: Setting) => secret(setting, { type: 'kubernetes.io/dockerconfigjson' }),
    /allowed \.dockerconfigjson/,
  ],
  [
    'one certificate without its key',
    (setting: Setting) => secret(setting, { type: 'kubernetes.io/tls' }),
    /allowed tls\.crt and tls\.key/,
  ],
  ['a store that no object is named by', (setting: Setting) => secret(setting, { store: 'My Vault' }), /the name of a secret store/],
])('%s is refused at once', (_, build, message) => {
  expect(refusal(build).message).toMatch(message);
});

test('pods that read a key which is not brought would never start (AF-SPEC-027)', () => {
  const build = (setting: Setting) => {
    secret(setting);
    agents(setting, SecretRef.existing('openai', 'api_key'));
  };
  expect(refusal(build).problems).toMatchObject([
    {
      code: 'AF-SPEC-027',
      path: 'research/openai',
      prop: 'keys',
      message: expect.stringContaining('research/agents reads key api_key of the Secret openai, to which only api-key is brought'),
    },
  ]);
});

test('pods of another namespace do not read it (AF-SPEC-028), unless it is brought there as well', () => {
  const elsewhere = (setting: Setting) => agents(setting, secret(setting).key('api-key'), 'team-support');
  const codes = (build: (setting: Setting) => void) => findings(build).map(({ code }) => code);
  expect(findings(elsewhere)).toContainEqual(
    expect.objectContaining({
      code: 'AF-SPEC-028',
      severity: 'warning',
      repairs: ["namespace: 'team-support'", 'a second ExternalSecret in namespace team-support'],
    }),
  );
  const both = (setting: Setting) => {
    elsewhere(setting);
    secret(setting, { namespace: 'team-support', name: 'openai' }, 'openai-there');
  };
  expect(codes(both)).not.toContain('AF-SPEC-028');
  expect(codes((setting) => agents(setting, secret(setting).key('api-key')))).not.toContain('AF-SPEC-028');
});

test('a Secret that is brought a second time is refused', () => {
  const twice = (setting: Setting) => {
    secret(setting);
    secret(setting, { name: 'openai' }, 'again');
  };
  expect(refusal(twice).problems.map(({ code }) => code)).toContain('AF-SPEC-021');
});

describe('a Secret is read by', () => {
  const told = (build: (setting: Setting) => void) =>
    problemsOf(build).flatMap(({ code, path, prop, message }) =>
      /AF-SPEC-0(27|28|30)/.test(code) ? [{ code, at: `${path} ${prop}`, message }] : [],
    );
  const runtime = ({ stack, cluster }: Setting, props: object) =>
    new AgentRuntime(stack, 'agents', { cluster, framework: 'custom', image: 'registry.example.com/agents:1.0.0', ...props });
  const mounted = (keys?: string[]) => Volume.secret({ name: 'openai', mountPath: '/etc/openai', ...(keys === undefined ? {} : { keys }) });

  test.each<[string, (setting: Setting) => void, object]>([
    ['files of a volume', (setting) => runtime(setting, { volumes: [mounted(['token'])] }), { message: /reads key token .* as a file/ }],
    [
      'the file of a bundle of certificates',
      ({ stack, cluster }) => {
        const caBundle = CaBundle.secret({ name: 'openai' });
        const services = [SessionStore.fromExisting({ host: 'redis.example.com', cidr: '10.0.0.0/24', tls: true, caBundle })];
        runtime({ stack, cluster }, { services });
      },
      { message: /reads key ca\.crt .* as a file/ },
    ],
    ['pods that pull images', (setting) => runtime(setting, { imagePullSecrets: ['openai'] }), { message: /to pull images/ }],
    [
      'pods of one\u2019s own, by all of its keys, in another namespace',
      (setting) => own(setting, { envFrom: [{ secretRef: { name: 'openai' } }] }),
      { code: 'AF-SPEC-028' },
    ],
    [
      'projected volumes of pods of one\u2019s own',
      (setting) =>
        own(setting, {}, 'research', [
          { name: 'all', projected: [{ sources: [{ secret: [{ name: 'openai', items: [{ key: 'token', path: 'token' }] }] }] }] },
        ]),
      { message: /reads key token .* as a file/ },
    ],
  ])('%s', (_, build, expected) => {
    const found = told((setting) => {
      secret(setting);
      build(setting);
    });
    const { message, ...others } = expected as { message?: RegExp };
    expect(found).toContainEqual(
      expect.objectContaining({ ...others, ...(message === undefined ? {} : { message: expect.stringMatching(message) }) }),
    );
  });

  test('nobody, where it need not be there, and rightly where it has what is read', () => {
    const found = told((setting) => {
      secret(setting);
      runtime(setting, { volumes: [mounted(['api-key']), Volume.secret({ name: 'openai', mountPath: '/etc/whole' })] });
      own(setting, { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'openai', key: 'none', optional: true } } }] }, 'research');
    });
    expect(found).toEqual([]);
  });

  test('the kubelet, which takes a login of the type of registries alone (AF-SPEC-030)', () => {
    const keys = { '.dockerconfigjson': { key: 'registry' } };
    const pulls = (type: ExternalSecretProps['type'] & string) => (setting: Setting) => {
      secret(setting, { keys, type });
      runtime(setting, { imagePullSecrets: ['openai'] });
    };
    expect(told(pulls('Opaque'))).toEqual([expect.objectContaining({ code: 'AF-SPEC-030', at: 'research/openai type' })]);
    expect(told(pulls('kubernetes.io/dockerconfigjson'))).toEqual([]);
  });

  test('an autoscaler, which reads the password of a queue that exists', () => {
    const found = told((setting) => {
      secret(setting);
      const url = SecretRef.existing('openai', 'url');
      const consumes = TaskQueue.fromExisting({ kind: 'amqp', name: 'jobs', host: 'mq.example.com', cidr: '10.0.0.0/24', url });
      runtime(setting, { consumes });
    });
    expect(found).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-027', message: expect.stringContaining('reads key url') }));
  });

  /** A Deployment that a user writes. */
  function own({ stack, cluster }: Setting, container: object, namespace = 'support', volume: object[] = []): void {
    cluster.provide(stack);
    new DeploymentV1(stack, 'own', {
      metadata: { name: 'own', namespace },
      spec: {
        selector: { matchLabels: { app: 'own' } },
        template: { metadata: { labels: { app: 'own' } }, spec: { container: [{ name: 'own', image: 'own:1', ...container }], volume } },
      },
    } as never);
  }
});
