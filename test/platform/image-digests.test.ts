/** Digests of images: what pods pull, what the plan and the mirror say of it, and what pins nothing. */
import { Cluster, type ClusterProps, McpServer, SessionStore, StateStore, VectorStore } from 'cdktf-agent-fleet';
import { imageReference, Pins } from '../../lib/catalog';
import type { Finding } from '../../lib/core/finding';
import { foundIn, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const TOOLS = 'registry.example.com/tools:1';

const server = ({ stack, cluster }: Setting, image = TOOLS) => void new McpServer(stack, 'tools', { cluster, image, port: 8080 });
const built = (build: (setting: Setting) => void, options: ClusterProps = {}) => research(build, options);
const codes = (template: ReturnType<typeof built>, code: string): Finding[] =>
  (template.plan().findings as Finding[]).filter((one) => one.code === code);
const imageOf = (template: ReturnType<typeof built>, kind = 'Deployment', name = 'tools') =>
  manifest<{ spec: { template: { spec: { containers: { image: string }[] } } } }>(template, kind, name).spec.template.spec.containers[0]
    ?.image;

describe('without digests', () => {
  test('the images of a namespace are one warning in production, with the command that reads the first', () => {
    const found = codes(
      built(({ stack, cluster }) => {
        server({ stack, cluster });
        new SessionStore(stack, 'sessions', { cluster });
      }),
      'AF-SUP-001',
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'warning', path: 'research/namespace-research', prop: 'imageDigests' });
    expect(found[0]?.message).toMatch(
      /^3 of 3 images are pulled by tag: docker\.io\/oliver006\/redis_exporter:\S+, docker\.io\/valkey\/valkey:\S+, registry\.example\.com\/tools:1$/,
    );
    expect(found[0]?.repairs[1]).toMatch(/^crane digest docker\.io\/oliver006\/redis_exporter:\S+ prints its digest$/);
  });

  test('in development nobody is told', () => {
    expect(
      codes(
        built((setting) => server(setting), { environment: 'development' }),
        'AF-SUP-001',
      ),
    ).toEqual([]);
  });

  test('staging is judged as production is', () => {
    expect(
      codes(
        built((setting) => server(setting), { environment: 'staging' }),
        'AF-SUP-001',
      ),
    ).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('with digests', () => {
  test('pods pull tag and digest, and nothing is left to say', () => {
    const template = built((setting) => server(setting), { imageDigests: { [TOOLS]: DIGEST } });
    expect(imageOf(template)).toBe(`${TOOLS}@${DIGEST}`);
    expect(foundIn(template).filter(({ code }) => code.startsWith('AF-SUP'))).toEqual([]);
    expect(codes(template, 'AF-SUP-001')).toEqual([]);
    expect(template.plan().checks?.kept).toContain('AF-SUP-001');
  });

  test('the mirror keeps them, and the plan says what it has to copy', () => {
    const template = built((setting) => server(setting), { registryMirror: 'mirror.internal/all', imageDigests: { [TOOLS]: DIGEST } });
    expect(imageOf(template)).toBe(`mirror.internal/all/tools:1@${DIGEST}`);
    expect(template.plan().images?.map(({ image, source }) => [image, source])).toEqual([
      [`mirror.internal/all/tools:1@${DIGEST}`, `${TOOLS}@${DIGEST}`],
    ]);
  });

  test('an image that has one in its reference keeps it', () => {
    const template = built((setting) => server(setting, `${TOOLS}@${OTHER}`));
    expect(imageOf(template)).toBe(`${TOOLS}@${OTHER}`);
    expect(codes(template, 'AF-SUP-001')).toEqual([]);
  });

  test('short names of Docker Hub are the whole ones', () => {
    const template = built((setting) => server(setting, 'nginx:1.29'), { imageDigests: { 'docker.io/library/nginx:1.29': DIGEST } });
    expect(imageOf(template)).toBe(`nginx:1.29@${DIGEST}`);
    expect(codes(template, 'AF-SUP-002')).toEqual([]);
  });

  test('pools, databases and brokers pull theirs as well', () => {
    const build = ({ stack, cluster }: Setting) => {
      pool({ stack, cluster }, 'planner');
      new StateStore(stack, 'state', { cluster });
    };
    const sources =
      built(build)
        .plan()
        .images?.map(({ source }) => source) ?? [];
    const template = built(build, { imageDigests: Object.fromEntries(sources.map((source) => [source.replace(/@.*/, ''), DIGEST])) });
    expect(sources.length).toBeGreaterThan(1);
    expect(template.plan().images?.filter(({ image }) => !image.endsWith(DIGEST))).toEqual([]);
    expect(codes(template, 'AF-SUP-002')).toEqual([]);
    expect(imageOf(template, 'Deployment', 'planner')).toMatch(/vllm-openai:\S+@sha256:a{64}$/);
    const { spec } = manifest<{ spec: { imageName: string } }>(template, 'Cluster', 'state');
    expect(spec.imageName).toMatch(/@sha256:a{64}$/);
  });

  test('some of them leave the others in the warning', () => {
    const template = built(
      ({ stack, cluster }) => {
        server({ stack, cluster });
        new SessionStore(stack, 'sessions', { cluster });
      },
      { imageDigests: { [TOOLS]: DIGEST } },
    );
    expect(codes(template, 'AF-SUP-001')[0]?.message).toMatch(/^2 of 3 images .*valkey/);
  });

  test('those of the catalog are taken where the user gives none, and the user has the last word', () => {
    const store = ({ stack, cluster }: Setting) => void new VectorStore(stack, 'vectors', { cluster, dimensions: 768, vectors: 1_000 });
    const qdrant = imageReference(Pins.images.qdrant);
    expect(imageOf(built(store), 'StatefulSet', 'vectors')).toBe(`${qdrant}@${Pins.digests[qdrant]?.digest}`);
    expect(codes(built(store), 'AF-SUP-001')).toEqual([]);
    const template = built(store, { imageDigests: { [qdrant]: DIGEST } });
    expect(imageOf(template, 'StatefulSet', 'vectors')).toBe(`${qdrant}@${DIGEST}`);
    expect(codes(template, 'AF-SUP-002')).toEqual([]);
    const mirrored = built(store, { registryMirror: 'registry.internal/hub' });
    expect(imageOf(mirrored, 'StatefulSet', 'vectors')).toBe(qdrant.replace('docker.io', 'registry.internal/hub'));
    expect(codes(mirrored, 'AF-SUP-001')).not.toEqual([]);
  });
});

test('a digest of an image that nothing pulls is a warning, with the name that was meant', () => {
  const template = built((setting) => server(setting), { imageDigests: { 'registry.example.com/tools:2': DIGEST } });
  expect(codes(template, 'AF-SUP-002')).toMatchObject([
    { severity: 'warning', value: 'registry.example.com/tools:2', repairs: [`did you mean ${TOOLS}?`] },
  ]);
});

test.each<[string, unknown]>([
  ['a digest that is short', { [TOOLS]: 'sha256:abc' }],
  ['another algorithm', { [TOOLS]: `sha512:${'a'.repeat(128)}` }],
  ['capitals', { [TOOLS]: `sha256:${'A'.repeat(64)}` }],
  ['an image without a tag', { 'registry.example.com/tools': DIGEST }],
  ['an image with a digest', { [`${TOOLS}@${DIGEST}`]: DIGEST }],
  ['an image that is none', { 'Not An Image:1': DIGEST }],
  ['null', { [TOOLS]: null }],
  ['a list', [DIGEST]],
  ['prototype names', { constructor: DIGEST }],
])('%s is refused', (_, imageDigests) => {
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', imageDigests: imageDigests as never }));
  expect(error.problems[0]?.prop).toMatch(/^imageDigests/);
});
