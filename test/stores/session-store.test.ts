import { Construct } from 'constructs';
import { SecretRef } from '../../lib/core/secret-ref';
import { SessionStore } from '../../lib/stores/session-store';
import type { SessionStoreProps } from '../../lib/stores/session-store-props';
import { StoreTls } from '../../lib/stores/store-tls';
import {
  client,
  edgesOf,
  expectRestricted,
  manifest,
  OFF_GPU_NODES,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const store = (setting: Setting, props: Partial<SessionStoreProps> = {}) =>
  new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster, ...props });

const rendered = (props: Partial<SessionStoreProps> = {}) => research((setting) => void store(setting, props));

function settings(props: Partial<SessionStoreProps> = {}): Record<string, string> {
  const { data } = manifest<{ data: Record<string, string> }>(rendered(props), 'ConfigMap', 'sessions');
  const lines = (data['valkey.conf'] ?? '').trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

describe('the server', () => {
  test('keeps its data: every write goes to a log on a claim', () => {
    expect(settings()).toMatchObject({ appendonly: 'yes', appendfsync: 'everysec', dir: '/data' });
    const template = rendered({ storageGiB: 8, storageClass: 'fast' });
    expect(manifest(template, 'PersistentVolumeClaim', 'sessions-data')['spec']).toMatchObject({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '8Gi' } },
    });
    const { volumes, containers } = manifest<WithPod>(template, 'StatefulSet', 'sessions').spec.template.spec;
    expect(volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'sessions-data' } });
    expect(containers[0]?.volumeMounts).toContainEqual(expect.objectContaining({ name: 'data', mountPath: '/data' }));
  });

  test('fills three quarters of its memory, then forgets only what has an expiry', () => {
    expect(settings({ memoryGiB: 4 })).toMatchObject({ maxmemory: '3072mb', 'maxmemory-policy': 'volatile-lru' });
    expect(settings({ eviction: 'noeviction' })['maxmemory-policy']).toBe('noeviction');
    const container = manifest<WithPod>(rendered({ memoryGiB: 4 }), 'StatefulSet', 'sessions').spec.template.spec.containers[0];
    expect(container?.resources).toEqual({
      requests: { cpu: '500m', memory: '4Gi', 'ephemeral-storage': '64Mi' },
      limits: { memory: '4Gi', 'ephemeral-storage': '64Mi' },
    });
  });

  test('is one replica behind a headless and a plain service, without a disruption budget', () => {
    const template = rendered();
    expect(manifest<WithPod>(template, 'StatefulSet', 'sessions').spec).toMatchObject({ replicas: 1, serviceName: 'sessions-headless' });
    expect(manifest(template, 'Service', 'sessions-headless')['spec']).toMatchObject({ clusterIP: 'None' });
    expect(manifest(template, 'Service', 'sessions')['spec']).toMatchObject({
      type: 'ClusterIP',
      ports: [{ port: 6379, targetPort: 'redis' }],
    });
    expect(template.manifests().filter(({ kind }) => kind === 'PodDisruptionBudget')).toEqual([]);
  });

  test('starts anew when its configuration changes', () => {
    const hash = (props: Partial<SessionStoreProps>) =>
      manifest<WithPod>(rendered(props), 'StatefulSet', 'sessions').spec.template.metadata.annotations?.['agent-fleet/config-hash'];
    expect(hash({})).toBe(hash({}));
    expect(hash({})).not.toBe(hash({ memoryGiB: 4 }));
  });

  test('runs restricted, away from GPUs', () => {
    const pod = manifest<WithPod>(rendered(), 'StatefulSet', 'sessions').spec.template.spec;
    expectRestricted(pod);
    expect(pod.securityContext).toMatchObject({ runAsUser: 999, fsGroup: 999 });
    expect(pod.affinity).toEqual(OFF_GPU_NODES);
  });

  test('comes from the mirror of the cluster', () => {
    const template = research((setting) => void store(setting), { registryMirror: 'registry.internal/mirror' });
    expect(manifest<WithPod>(template, 'StatefulSet', 'sessions').spec.template.spec.containers[0]?.image).toMatch(
      /^registry\.internal\/mirror\/valkey\/valkey:/,
    );
  });
});

describe('the password', () => {
  test('is generated inside the cluster unless one is given', () => {
    const template = rendered();
    expect(manifest(template, 'Password', 'sessions-auth')['spec']).toMatchObject({ length: 48, symbols: 0 });
    expect(manifest(template, 'ExternalSecret', 'sessions-auth')['spec']).toMatchObject({ refreshPolicy: 'CreatedOnce' });
  });

  test('that exists is referenced and not created', () => {
    const template = rendered({ password: SecretRef.existing('valkey', 'pw'), metricsPassword: SecretRef.existing('valkey', 'metrics') });
    expect(template.manifests().filter(({ kind }) => kind === 'Password' || kind === 'ExternalSecret')).toEqual([]);
    expect(manifest<WithPod>(template, 'StatefulSet', 'sessions').spec.template.spec.containers[0]?.env).toEqual([
      { name: 'REDISCLI_AUTH', valueFrom: { secretKeyRef: { name: 'valkey', key: 'pw', optional: false } } },
      { name: 'METRICS_PASSWORD', valueFrom: { secretKeyRef: { name: 'valkey', key: 'metrics', optional: false } } },
    ]);
  });

  test('is in no argument and no file: the server gets its hash on standard input, the probes read the environment', () => {
    const container = manifest<WithPod>(rendered(), 'StatefulSet', 'sessions').spec.template.spec.containers[0];
    expect(container?.command?.slice(0, 2)).toEqual(['sh', '-c']);
    expect(container?.command?.[2]).toMatch(
      /^exec valkey-server - <<EOF\n[\s\S]*user default on #\$\(printf %s "\$REDISCLI_AUTH" \| sha256sum/,
    );
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(JSON.stringify(container?.[probe])).toMatch(/valkey-cli -h 127\.0\.0\.1 -p 6379 ping/);
      expect(JSON.stringify(container?.[probe])).not.toMatch(/ -a |--pass/);
    }
    expect(settings()).not.toHaveProperty('requirepass');
  });

  test('a store that still loads its log is alive but not ready', () => {
    const container = manifest<WithPod>(rendered(), 'StatefulSet', 'sessions').spec.template.spec.containers[0];
    expect(JSON.stringify(container?.['livenessProbe'])).toContain('PONG|LOADING');
    expect(JSON.stringify(container?.['readinessProbe'])).not.toContain('LOADING');
  });
});

describe('clients', () => {
  test('get host, port, a user and password of their own, and an address that the kubelet completes', () => {
    research((setting) => {
      const sessions = store(setting);
      const env = sessions.clientEnv(client(setting));
      expect(env).toEqual({
        REDIS_HOST: 'sessions.research.svc.cluster.local',
        REDIS_PORT: '6379',
        REDIS_USERNAME: 'client-agents',
        REDIS_PASSWORD: SecretRef.generated('sessions-client-agents'),
        REDIS_URI: 'redis://client-agents:$(REDIS_PASSWORD)@sessions.research.svc.cluster.local:6379/0',
      });
      // Kubernetes expands only variables that stand before.
      expect(Object.keys(env).indexOf('REDIS_PASSWORD')).toBeLessThan(Object.keys(env).indexOf('REDIS_URI'));
    });
  });

  test('get no address when the password may hold characters that break one', () => {
    research((setting) => {
      const clients = { agents: { password: SecretRef.existing('valkey', 'pw') } };
      const sessions = store(setting, { clients });
      sessions.admit(client(setting));
      expect(sessions.clientEnv(client(setting))).not.toHaveProperty('REDIS_URI');
    });
  });

  const usersOf = (admit: (sessions: SessionStore, setting: Setting) => void, props: Partial<SessionStoreProps> = {}): string[] => {
    const template = research((setting) => admit(store(setting, props), setting));
    const { command } = manifest<WithPod>(template, 'StatefulSet', 'sessions').spec.template.spec.containers[0] ?? {};
    return (command?.[2] ?? '').split('\n').filter((line) => line.startsWith('user client-'));
  };

  test('are users who cannot drop keys of others, read the server or leave their database', () => {
    const [agents, none] = usersOf((sessions, setting) => sessions.admit(client(setting)));
    expect(agents).toMatch(
      /^user client-agents on #\$\(printf %s "\$CLIENT_[0-9A-F]+" \| sha256sum [^)]+\) ~\* &\* \+@all -@admin -@dangerous /,
    );
    expect(agents).toMatch(/ -select -move -copy$/);
    expect(none).toBeUndefined();
  });

  test('that count have a database of their own, which the others do not reach', () => {
    research((setting) => {
      const sessions = store(setting);
      const router = client(setting, 'router');
      sessions.admit(router, { counts: true });
      expect(sessions.clientEnv(router)).toMatchObject({ REDIS_DB: '1', REDIS_URI: expect.stringMatching(/@sessions\.research[^/]*\/1$/) });
    });
    const [router] = usersOf((sessions, setting) => sessions.admit(client(setting, 'router'), { counts: true }));
    expect(router).not.toMatch(/-select/);
  });

  test('have the keys that they ask for, or those that are given', () => {
    const keysOf = (line = '') => line.split(' ').filter((word) => word.startsWith('~'));
    const queue = usersOf((sessions, setting) => sessions.admit(client(setting), { keys: ['tasks', '{tasks}:*'] }));
    expect(keysOf(queue[0])).toEqual(['~tasks', '~{tasks}:*']);
    const both = usersOf((sessions, setting) => {
      sessions.admit(client(setting), { keys: ['tasks'] });
      sessions.admit(client(setting));
    });
    expect(keysOf(both[0])).toEqual(['~*']);
    const given = usersOf(
      (sessions, setting) => {
        sessions.admit(client(setting), { keys: ['tasks'] });
        sessions.admit(client(setting));
      },
      { clients: { agents: { keys: ['session:*'] } } },
    );
    expect(keysOf(given[0])).toEqual(['~session:*', '~tasks']);
  });

  test.each([{ key: ['tasks'] }, { keys: [] }, { keys: ['a b'] }, { streams: 'tasks' }, { counts: 'yes' }])(
    'cannot ask for every key by mistake: %j',
    (use) => {
      expect(() => research((setting) => store(setting).admit(client(setting), use as never))).toThrow(/AF-SPEC-001[\s\S]*use/);
    },
  );

  test('come to the same pod in whatever order they are wired', () => {
    const admit = (names: readonly string[]) => (sessions: SessionStore, setting: Setting) => {
      for (const name of names) sessions.admit(client(setting, name));
    };
    expect(usersOf(admit(['a', 'b']))).toEqual(usersOf(admit(['b', 'a', 'b'])));
  });

  test('and no others reach the store', () => {
    const alone = rendered();
    expect(edgesOf(alone, 'sessions')).toEqual(['sessions-from-monitoring-9121']);
    const template = research((setting) => store(setting).admit(client(setting)));
    expect(edgesOf(template, 'sessions')).toEqual(['sessions-from-monitoring-9121', 'sessions-from-research-agents']);
    expect(edgesOf(template, 'agents')).toEqual(['agents-to-research-sessions']);
    expect(manifest(template, 'NetworkPolicy', 'sessions-from-research-agents')['spec']).toMatchObject({
      ingress: [{ ports: [{ port: 6379, protocol: 'TCP' }] }],
    });
  });
});

describe('metrics', () => {
  const counted = research((setting) => store(setting).admit(client(setting), { keys: ['tasks'], streams: ['tasks', '{tasks}:dead'] }));
  const [server, exporter] = manifest<WithPod>(counted, 'StatefulSet', 'sessions').spec.template.spec.containers;

  test('come from an exporter that signs in as a user who reads figures and the lengths of streams', () => {
    const line = (server?.command?.[2] ?? '').split('\n').find((text) => text.startsWith('user metrics '));
    expect(line).toMatch(/ ~tasks ~\{tasks\}:dead -@all \+info \+ping \+select \+xinfo \+client\|setname \+latency\|latest$/);
    const variables = (exporter?.env ?? []) as readonly { name: string; value?: string }[];
    const env = new Map(variables.map(({ name, value }) => [name, value]));
    expect(env.get('REDIS_USER')).toBe('metrics');
    expect(env.get('REDIS_EXPORTER_CHECK_SINGLE_STREAMS')).toBe('db0=tasks,db0={tasks}:dead');
  });

  test('hold one password: that of this user, and not that of whoever looks after the store', () => {
    const secrets = JSON.stringify(exporter).match(/"secretKeyRef":\{[^}]*\}/g) ?? [];
    expect(secrets).toHaveLength(1);
    expect(secrets.join()).toContain('"name":"sessions-metrics"');
    expect(manifest(counted, 'ExternalSecret', 'sessions-metrics')['spec']).toMatchObject({ refreshPolicy: 'CreatedOnce' });
    expect(server?.command?.[2]).toMatch(/user metrics on #\$\(printf %s "\$METRICS_PASSWORD" \|/);
  });

  test('have series with the place of the store', () => {
    research((setting) => {
      expect(store(setting).observed.lengthOf('{tasks}:dead')).toBe(
        'redis_stream_length{namespace="research",pod="sessions-0",stream="{tasks}:dead"}',
      );
    });
  });
});

describe('TLS', () => {
  const issued = { tls: StoreTls.issuer({ name: 'internal' }) };
  const template = research((setting) => store(setting, issued).admit(client(setting)));
  const [server, exporter] = manifest<WithPod>(template, 'StatefulSet', 'sessions').spec.template.spec.containers;

  test('is the only way in, and clients sign in by password', () => {
    const { port, 'tls-port': tls, 'tls-auth-clients': clients } = settings(issued);
    expect([port, tls, clients]).toEqual(['0', '6379', 'no']);
    expect(settings()).not.toHaveProperty('tls-port');
  });

  test('has a certificate of cert-manager for every name of the Service', () => {
    expect(manifest(template, 'Certificate', 'sessions-tls')['spec']).toMatchObject({
      secretName: 'sessions-tls',
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal' },
      dnsNames: ['sessions.research.svc.cluster.local', 'sessions.research.svc', 'sessions.research', 'sessions'],
    });
    const given = research((setting) => store(setting, { tls: StoreTls.secret({ name: 'own' }) }).admit(client(setting)));
    expect(given.manifests().filter(({ kind }) => kind === 'Certificate')).toEqual([]);
  });

  test('probes and the exporter speak it, and a renewed certificate is served without a restart', () => {
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
      expect(JSON.stringify(server?.[probe])).toContain('valkey-cli --tls');
    expect(JSON.stringify(server?.['livenessProbe'])).toMatch(
      /cmp -s \/etc\/store-tls\/tls\.crt .* config set tls-cert-file .* tls-key-file /,
    );
    expect(JSON.stringify(exporter?.env)).toContain('rediss://127.0.0.1:6379');
  });

  test('is told to clients, who mount the authority and not the key of the server', () => {
    research((setting) => {
      const sessions = store(setting, issued);
      const file = '/etc/agent-fleet/trust/secret-sessions-tls/ca.crt';
      expect(sessions.clientEnv(client(setting))).toMatchObject({
        REDIS_SSL: 'true',
        REDIS_SSL_CA_CERTS: file,
        REDIS_URI: `rediss://client-agents:$(REDIS_PASSWORD)@sessions.research.svc.cluster.local:6379/0?ssl_cert_reqs=required&ssl_ca_certs=${file}`,
        REDIS_PLAIN_URL: 'rediss://client-agents:$(REDIS_PASSWORD)@sessions.research.svc.cluster.local:6379/0',
      });
      expect(sessions.volumes.map(({ name, keys }) => [name, keys])).toEqual([['sessions-tls', ['ca.crt']]]);
    });
    expect(server?.volumeMounts).toContainEqual(expect.objectContaining({ mountPath: '/etc/store-tls' }));
    expect(exporter?.volumeMounts ?? []).toEqual([]);
  });

  test('a client in another namespace cannot mount an issued certificate', () => {
    const clients = { agents: { password: SecretRef.existing('valkey', 'pw') } };
    const error = refusal((setting) => store(setting, { ...issued, clients }).admit(client(setting, 'agents', 'elsewhere')));
    expect(error.problems.map(({ code, message }) => [code, message])).toEqual([['AF-SPEC-010', expect.stringContaining('sessions-tls')]]);
  });

  test.each([
    ['a name that Kubernetes takes for no Secret', () => StoreTls.secret({ name: 'No Secret' }), 'name'],
    ['an issuer of another kind', () => StoreTls.issuer({ name: 'internal', kind: 'Vault' as never }), 'kind'],
    ['true', () => research((setting) => void store(setting, { tls: true as never })), 'tls'],
  ])('is refused with %s', (_what, act, prop) => {
    expect(act).toThrow(new RegExp(`AF-SPEC-001[\\s\\S]*${prop}`));
  });
});

describe('refusals', () => {
  test('a client in another namespace cannot read the generated password', () => {
    const error = refusal((setting) => store(setting).admit(client(setting, 'agents', 'elsewhere')));
    expect(error.problems).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-010', path: 'research/sessions', value: 'elsewhere', allowed: 'research' }),
    ]);
  });

  test('a secret of the user may exist in both namespaces', () => {
    expect(() =>
      research((setting) =>
        store(setting, { clients: { agents: { password: SecretRef.existing('valkey', 'pw') } } }).admit(
          client(setting, 'agents', 'elsewhere'),
        ),
      ),
    ).not.toThrow();
  });

  test('a client that nobody is, with the one that was meant', () => {
    const clients = { agent: { keys: ['session:*'] } };
    expect(refusal((setting) => store(setting, { clients }).admit(client(setting))).problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-043', prop: 'clients.agent', allowed: 'agents', repairs: ["clients: { 'agents': … }"] }),
    ]);
  });

  test('a pattern that would break out of the configuration', () => {
    const clients = { agents: { keys: ['session:* +@all'] } };
    expect(refusal((setting) => void store(setting, { clients })).problems).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-001', prop: 'clients.agents.keys.0' }),
    ]);
  });

  test('a disk that cannot hold the log and its rewrite', () => {
    expect(refusal((setting) => void store(setting, { memoryGiB: 4, storageGiB: 7 })).problems).toEqual([
      expect.objectContaining({
        code: 'AF-CPU-008',
        prop: 'storageGiB',
        value: 7,
        repairs: [
          { changes: [{ field: 'storageGiB', op: 'set', value: 8 }] },
          { changes: [{ field: 'memoryGiB', op: 'set', value: 3.5 }] },
        ],
      }),
    ]);
    expect(() => rendered({ memoryGiB: 4, storageGiB: 8 })).not.toThrow();
  });

  test('a name that leaves no room for the headless service', () => {
    const named = (id: string) => (setting: Setting) => void new SessionStore(setting.stack, id, { cluster: setting.cluster });
    expect(refusal(named('s'.repeat(53))).problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-006', prop: 'id' })]);
    expect(() => research(named('s'.repeat(52)))).not.toThrow();
  });

  test.each([
    ['memoryGiB', { memoryGiB: 0.1 }],
    ['eviction', { eviction: 'random' }],
    ['password', { password: 'hunter2' }],
    ['cluster', { cluster: 'prod-eu' }],
  ])('a malformed %s', (prop, props) => {
    const error = refusal((setting) => void store(setting, props as unknown as SessionStoreProps));
    expect(error.problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop, path: 'research/sessions' })]);
  });

  test('an unknown prop, with the one that was meant', () => {
    const error = refusal((setting) => void store(setting, { memory: 2 } as unknown as SessionStoreProps));
    expect(error.problems[0]).toMatchObject({ code: 'AF-SPEC-002', prop: 'memory' });
  });

  test('two stores of one name in a namespace', () => {
    const error = refusal(({ stack, cluster }) => {
      for (const parent of ['a', 'b']) new SessionStore(new Construct(stack, parent), 'sessions', { cluster });
    });
    expect(error.problems).toContainEqual(expect.objectContaining({ code: 'AF-SPEC-021', value: 'sessions' }));
    // Their drawn secrets have one name because they have.
    expect(error.problems.map(({ code }) => code)).toEqual(['AF-SPEC-021']);
  });
});
