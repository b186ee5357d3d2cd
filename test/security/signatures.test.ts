/** Signatures of images: who is known to sign, what Kyverno is asked, and what nobody signs. */
import { AgentFleet, Cluster, type ImageSignaturesProps, LiteLLMRouter, McpServer, StateStore, Topology } from 'cdktf-agent-fleet';
import { foundIn, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

const KYVERNO = { policies: 'kyverno' } as const;
const KEY = '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----';

function fleet(setting: Setting): void {
  const { stack, cluster } = setting;
  new AgentFleet(stack, 'crew', {
    cluster,
    router: new LiteLLMRouter(stack, 'router', { cluster }),
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: pool(setting, 'planner'), contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1' },
    stateStore: new StateStore(stack, 'state', { cluster }),
  });
}

interface Policy {
  readonly spec: {
    readonly validationActions: readonly string[];
    readonly validationConfigurations: object;
    readonly matchImageReferences: readonly { readonly glob: string }[];
    readonly attestors: readonly { readonly name: string; readonly cosign: object }[];
    readonly validations: readonly { readonly expression: string; readonly message: string }[];
  };
}
const asked = (imageSignatures: ImageSignaturesProps, options: object = {}) => research(fleet, { imageSignatures, ...options });
const policyOf = (template: ReturnType<typeof asked>): Policy['spec'] =>
  manifest<Policy>(template, 'NamespacedImageValidatingPolicy', 'agent-fleet-signatures').spec;
const unsignedOf = (template: ReturnType<typeof asked>) => foundIn(template).filter(({ code }) => code === 'AF-SUP-003');

test('nobody asks for signatures by default', () => {
  expect(
    research(fleet)
      .manifests()
      .map(({ kind }) => kind),
  ).not.toContain('NamespacedImageValidatingPolicy');
});

describe('those who are known to sign', () => {
  const template = asked(KYVERNO);
  const spec = policyOf(template);

  test('are asked for the signatures of what is pulled, and of nothing else', () => {
    expect(spec.attestors.map(({ cosign }) => cosign)).toEqual([
      {
        keyless: {
          identities: [
            {
              issuer: 'https://token.actions.githubusercontent.com',
              subject: 'https://github.com/BerriAI/project-releaser/.github/workflows/release.yml@refs/heads/main',
            },
          ],
        },
        ctlog: { url: 'https://rekor.sigstore.dev' },
      },
      expect.objectContaining({
        keyless: { identities: [expect.objectContaining({ subjectRegExp: expect.stringMatching(/^\^https.*postgres-containers/) })] },
      }),
    ]);
    expect(spec.matchImageReferences.map(({ glob }) => glob)).toEqual([
      'ghcr.io/berriai/litellm-non_root:*',
      'ghcr.io/berriai/litellm-non_root@*',
      'ghcr.io/cloudnative-pg/postgresql:*',
      'ghcr.io/cloudnative-pg/postgresql@*',
    ]);
    expect(spec.validations[0]?.expression).toContain(
      `images.initContainers.filter(i, i.startsWith("ghcr.io/berriai/litellm-non_root:") || i.startsWith("ghcr.io/berriai/litellm-non_root@")).all(i, verifyImageSignatures(i, [attestors.${spec.attestors[0]?.name}]) > 0)`,
    );
  });

  test('no image is changed, and what is not signed is refused', () => {
    expect(spec).toMatchObject({
      validationActions: ['Deny'],
      validationConfigurations: { mutateDigest: false, verifyDigest: false, required: false },
    });
  });

  test('what nobody signs is named, and not asked for', () => {
    expect(unsignedOf(template)).toMatchObject([
      { severity: 'warning', value: expect.stringMatching(/vllm-openai:v0\.30\.0, registry\.example\.com\/crew:1$/) },
    ]);
    expect(JSON.stringify(spec)).not.toContain('vllm');
  });

  test('through a mirror the copy is asked for', () => {
    const mirrored = policyOf(asked(KYVERNO, { registryMirror: 'r.internal/m' }));
    expect(mirrored.matchImageReferences[0]).toEqual({ glob: 'r.internal/m/berriai/litellm-non_root:*' });
  });
});

describe('signers of your own', () => {
  test.each([
    ['a key', { publicKey: KEY }, { key: { data: KEY } }],
    ['a key service', { kms: 'awskms:///alias/agents' }, { key: { kms: 'awskms:///alias/agents' } }],
    [
      'a person',
      { issuer: 'https://accounts.google.com', subject: 'release@example.com' },
      {
        keyless: { identities: [{ issuer: 'https://accounts.google.com', subject: 'release@example.com' }] },
        ctlog: { url: 'https://rekor.sigstore.dev' },
      },
    ],
  ])('%s', (_, signer, cosign) => {
    const template = asked({ ...KYVERNO, signers: { 'registry.example.com/crew': signer }, action: 'audit' });
    expect(policyOf(template).attestors.map((one) => one.cosign)).toContainEqual(cosign);
    expect(policyOf(template).validationActions).toEqual(['Audit']);
    expect(unsignedOf(template)[0]?.value).not.toContain('crew');
  });

  test('of a repository from which nothing is pulled are a warning, with the one that was meant', () => {
    const template = asked({ ...KYVERNO, signers: { 'registry.example.com/crews': { publicKey: KEY } } });
    expect(foundIn(template).filter(({ code }) => code === 'AF-SUP-004')).toMatchObject([
      { severity: 'warning', value: 'registry.example.com/crews', repairs: ['did you mean registry.example.com/crew?'] },
    ]);
  });

  test('where all images have one, nothing is left to say', () => {
    const template = research(
      ({ stack, cluster }) => void new McpServer(stack, 'tools', { cluster, image: 'registry.example.com/tools:1', port: 8080 }),
      { imageSignatures: { ...KYVERNO, signers: { 'registry.example.com/tools': { publicKey: KEY } } } },
    );
    expect(unsignedOf(template)).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ['another engine', { policies: 'notary' }],
  ['no engine', {}],
  ['a tag', { ...KYVERNO, signers: { 'registry.example.com/a:1': { publicKey: KEY } } }],
  ['a private key', { ...KYVERNO, signers: { 'registry.example.com/a': { publicKey: KEY.replaceAll('PUBLIC', 'PRIVATE') } } }],
  ['a key beside an issuer', { ...KYVERNO, signers: { 'registry.example.com/a': { publicKey: KEY, issuer: 'https://a.io' } } }],
  ['an issuer without a subject', { ...KYVERNO, signers: { 'registry.example.com/a': { issuer: 'https://a.io' } } }],
  [
    'a pattern that matches in the middle',
    { ...KYVERNO, signers: { 'registry.example.com/a': { issuer: 'https://a.io', subjectRegExp: 'acme' } } },
  ],
  ['a key service that is none', { ...KYVERNO, signers: { 'registry.example.com/a': { kms: 'vault/agents' } } }],
  ['another action', { ...KYVERNO, action: 'ignore' }],
])('%s is refused', (_, imageSignatures) => {
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', imageSignatures: imageSignatures as never }));
  expect(error.problems[0]?.prop).toMatch(/^imageSignatures/);
});

test('repairs are of the kind that is asked for', () => {
  const signers = {
    'registry.example.com/a:1': { publicKey: KEY },
    'registry.example.com/b': { issuer: 'https://a.io', subject: 'release' },
  };
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', imageSignatures: { policies: 'kyverno', signers } as never }));
  expect(error.message).toContain("imageSignatures.signers: { 'registry.example.com/a': … }");
  expect(error.message).not.toContain("'x-release'");
});
