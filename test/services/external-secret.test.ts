/** A Secret whose values come from a secret store: what the operator is asked for, and which pods would wait for it forever. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { SecretRef } from '../../lib/core/secret-ref';
import { ExternalSecret } from '../../lib/services/external-secret/external-secret';
import type { ExternalSecretProps } from '../../lib/services/external-secret/external-secret-props';
import { findings, manifest, refusal, research, type Setting } from '../setup/research-stack';

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
