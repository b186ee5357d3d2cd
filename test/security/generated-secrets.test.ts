import { SecretRef } from '../../lib/core/secret-ref';
import { FleetNamespace } from '../../lib/security/fleet-namespace';
import { type ProvideSecretProps, provideSecret } from '../../lib/security/generated-secrets';
import { client, manifest, research } from '../setup/research-stack';

type Wanted = readonly [SecretRef, Omit<ProvideSecretProps, 'owner'>?];

const provided = (...wanted: Wanted[]) =>
  research((setting) => {
    const { namespace } = client(setting);
    for (const [ref, options] of wanted) provideSecret(setting.stack, namespace, ref, { owner: setting.stack, ...options });
  });

test('a generated secret is a generator and an external secret that reads from it once', () => {
  const template = provided([SecretRef.generated('auth')]);
  expect(manifest(template, 'Password', 'auth')).toMatchObject({
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    metadata: { namespace: 'research' },
    spec: { length: 48, digits: 12, symbols: 0, noUpper: false, allowRepeat: true, secretKeys: ['password'] },
  });
  expect(manifest(template, 'ExternalSecret', 'auth')).toMatchObject({
    apiVersion: 'external-secrets.io/v1',
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: { name: 'auth', creationPolicy: 'Owner', immutable: true },
      dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'auth' } } }],
    },
  });
});

test('the password lands under the key that was asked for, behind its prefix', () => {
  const template = provided([SecretRef.generated('auth', 'master-key'), { prefix: 'sk-' }]);
  expect(manifest(template, 'ExternalSecret', 'auth')['spec']).toMatchObject({
    target: { template: { engineVersion: 'v2', data: { 'master-key': 'sk-{{ index . "master-key" }}' } } },
  });
});

test('a secret that is drawn has one key: one that came later would never be in it', () => {
  const refused = () =>
    provided([SecretRef.generated('auth', 'b')], [SecretRef.generated('auth', 'a')], [SecretRef.generated('auth', 'b')]).manifests();
  expect(refused).toThrow(/"auth" is used 3 times: b, a.*one key of a generated secret in namespace research.*gets no further key/s);
  expect(provided([SecretRef.generated('auth', 'b')], [SecretRef.generated('auth', 'b')]).manifests()).not.toEqual([]);
});

test('an existing secret is not created', () => {
  expect(
    provided([SecretRef.existing('auth', 'password')])
      .manifests()
      .filter(({ kind }) => kind !== 'NetworkPolicy'),
  ).toEqual([expect.objectContaining({ kind: 'Namespace' })]);
});

test('the objects wait for their namespace', () => {
  const [release] = provided([SecretRef.generated('auth')]).resources('helm_release');
  expect(release?.['depends_on']).toEqual([expect.stringMatching(/^kubernetes_namespace_v1\.namespace-research_/)]);
});

test('two namespaces of a stack have their own', () => {
  const template = research((setting) => {
    client(setting);
    for (const name of ['a', 'b']) {
      provideSecret(
        setting.stack,
        FleetNamespace.of(setting.stack, { namespace: name, terms: setting.cluster.namespaceTerms, cluster: setting.cluster.identity }),
        SecretRef.generated('auth'),
        { owner: setting.stack },
      );
    }
  });
  const namespaces = template
    .manifests()
    .filter(({ kind }) => kind === 'Password')
    .map(({ metadata }) => metadata['namespace']);
  expect(namespaces.sort()).toEqual(['a', 'b']);
});
