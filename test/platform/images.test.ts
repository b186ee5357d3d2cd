/** Where images and charts come from: every pod of a fleet, its Jobs, its database and the operators. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  AgentFleet,
  Cluster,
  type ClusterProps,
  FleetPlatform,
  type FleetPlatformProps,
  McpServer,
  type MirrorRule,
  SessionStore,
  StateStore,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';
import { isFleetError } from '../../lib/core/fleet-error';
import { mirroredImage } from '../../lib/core/kubernetes/image-mirror';
import { App, TerraformStack, TerraformVariable } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { agentFleet } from '../cli/support';
import { pool, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('an image', () => {
  const rules: readonly MirrorRule[] = [
    { from: 'docker.io', to: 'r.internal/hub' },
    { from: 'ghcr.io/org', to: 'r.internal/org' },
    { from: 'ghcr.io/org/special', to: 'r.internal/other/name' },
    { from: 'localhost', to: 'r.internal/local' },
  ];
  // biome-ignore format: one row a case reads as a table
  const cases: readonly [image: string, rules: readonly MirrorRule[], pulled: string][] = [
    ['docker.io/vllm/vllm-openai:v0.29.0', rules, 'r.internal/hub/vllm/vllm-openai:v0.29.0'],
    ['nginx:1.29', rules, 'r.internal/hub/library/nginx:1.29'],
    ['docker.io/nginx:1.29', rules, 'r.internal/hub/library/nginx:1.29'],
    ['valkey/valkey:9', rules, 'r.internal/hub/valkey/valkey:9'],
    [`ghcr.io/org/app:1@${DIGEST}`, rules, `r.internal/org/app:1@${DIGEST}`],
    [`ghcr.io/org/app@${DIGEST}`, rules, `r.internal/org/app@${DIGEST}`],
    ['ghcr.io/organisation/app:1', rules, 'ghcr.io/organisation/app:1'],
    ['ghcr.io/org/special:1', rules, 'r.internal/other/name:1'],
    ['ghcr.io/org/special/part:1', rules, 'r.internal/other/name/part:1'],
    ['localhost:5000/app:1', rules, 'localhost:5000/app:1'],
    ['quay.io/a/b:1', rules, 'quay.io/a/b:1'],
    ['r.internal/mine:1', rules, 'r.internal/mine:1'],
    ['quay.io/a/b:1', [...rules, { from: '*', to: 'r.internal/rest' }], 'r.internal/rest/a/b:1'],
    ['r.internal/mine:1', [{ from: '*', to: 'r.internal/rest' }], 'r.internal/mine:1'],
    ['nginx:1', [{ from: '*', to: 'r.internal' }], 'r.internal/library/nginx:1'],
    ['quay.io:443/a:1', [{ from: 'quay.io:443', to: 'r.internal/q' }], 'r.internal/q/a:1'],
  ];

  test.each(cases)('%s', (image, by, pulled) => {
    expect(mirroredImage(image, by)).toBe(pulled);
  });

  test.each(cases)('%s has no double slash, and is pulled as it is the second time', (image, by) => {
    const once = mirroredImage(image, by);
    expect(once).not.toContain('//');
    expect(mirroredImage(once, by)).toBe(once);
  });
});

/** A fleet with everything that pulls an image. */
function everything(setting: Setting): void {
  const { stack, cluster } = setting;
  const sessions = new SessionStore(stack, 'sessions', { cluster });
  const state = new StateStore(stack, 'state', { cluster });
  const served = pool(setting, 'planner', { replicas: 2, weights: Weights.claim({ accessMode: 'ReadWriteMany', storageClass: 'efs' }) });
  const search = new McpServer(stack, 'search', { cluster, image: 'registry.example.com/search:1.0.0', port: 8000 });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: served, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: `registry.example.com/crew:1.0.0@${DIGEST}` },
    sessionStore: sessions,
    stateStore: state,
    services: [search],
  });
}

interface Pod {
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly containers: readonly { readonly image: string }[];
  readonly initContainers?: readonly { readonly image: string }[];
}

const podsOf = (template: FleetTemplate): Record<string, Pod> =>
  Object.fromEntries(
    template.manifests().flatMap(({ kind, metadata, spec }) => {
      const pod = (spec as { template?: { spec?: Pod } } | undefined)?.template?.spec;
      return pod === undefined ? [] : [[`${kind} ${metadata.name.replace(/-[0-9a-f]{6,}$/, '')}`, pod] as const];
    }),
  );

const imagesOf = (template: FleetTemplate): string[] =>
  Object.values(podsOf(template)).flatMap((pod) => [...(pod.initContainers ?? []), ...pod.containers].map(({ image }) => image));

const PODS = [
  'Deployment crew-agents',
  'Deployment crew-router',
  'Deployment crew-router-affinity',
  'Deployment planner',
  'Deployment search',
  'Job planner-download',
  'StatefulSet sessions',
];

describe('every pod of a fleet', () => {
  const mirrored = research(everything, { registryMirror: 'r.internal/mirror', imagePullSecrets: ['login', 'other-login'] });
  const plain = research(everything);

  test('names the logins of the cluster, those of Jobs and databases included', () => {
    const pods = podsOf(mirrored);
    expect(Object.keys(pods).sort()).toEqual(PODS);
    for (const pod of Object.values(pods)) expect(pod.imagePullSecrets).toEqual([{ name: 'login' }, { name: 'other-login' }]);
    const database = mirrored.manifests().find(({ kind }) => kind === 'Cluster');
    expect(database?.['spec']).toMatchObject({ imagePullSecrets: [{ name: 'login' }, { name: 'other-login' }] });
  });

  test('names none where the cluster has none', () => {
    for (const pod of Object.values(podsOf(plain))) expect(pod).not.toHaveProperty('imagePullSecrets');
    expect(JSON.stringify(plain.json)).not.toContain('imagePullSecrets');
  });

  test('comes from the mirror, the agents and tools of the user included, with its digest', () => {
    expect(imagesOf(mirrored).filter((image) => !image.startsWith('r.internal/mirror/'))).toEqual([]);
    expect(imagesOf(mirrored)).toEqual(
      expect.arrayContaining([`r.internal/mirror/crew:1.0.0@${DIGEST}`, 'r.internal/mirror/search:1.0.0']),
    );
    expect(imagesOf(mirrored).some((image) => image.includes('//'))).toBe(false);
  });

  test('with rules, those that no rule names come from where they are published', () => {
    const template = research(everything, { registryMirror: [{ from: 'docker.io', to: 'r.internal/hub' }] });
    expect(new Set(imagesOf(template).map((image) => image.split('/')[0]))).toEqual(
      new Set(['r.internal', 'ghcr.io', 'registry.example.com']),
    );
  });

  test('of a construct with a login of its own names both', () => {
    const template = research(
      (setting) => {
        new McpServer(setting.stack, 'search', {
          cluster: setting.cluster,
          image: 'a.io/b:1',
          port: 80,
          imagePullSecrets: ['mine', 'login'],
        });
        pool(setting, 'planner', { imagePullSecrets: ['engine'] });
      },
      { imagePullSecrets: ['login'] },
    );
    expect(podsOf(template)['Deployment search']?.imagePullSecrets).toEqual([{ name: 'login' }, { name: 'mine' }]);
    expect(podsOf(template)['Deployment planner']?.imagePullSecrets).toEqual([{ name: 'login' }, { name: 'engine' }]);
  });

  test('stands in the plan, as published and as pulled, with what uses it', () => {
    const { images = [] } = mirrored.plan();
    const pulled = new Set(imagesOf(mirrored));
    // The database is no pod of ours.
    const database = images.filter(({ source }) => source.includes('cloudnative-pg/postgresql'));
    expect(database).toMatchObject([{ usedBy: ['research/state'] }]);
    expect(new Set(images.filter((one) => !database.includes(one)).map(({ image }) => image))).toEqual(pulled);
    expect(images).toContainEqual({
      image: `r.internal/mirror/crew:1.0.0@${DIGEST}`,
      source: `registry.example.com/crew:1.0.0@${DIGEST}`,
      usedBy: ['research/crew/crew-agents'],
    });
    for (const { image, source } of plain.plan().images ?? []) expect(image).toBe(source);
  });
});

test('an image that another stack names stays a reference', () => {
  const template = research(
    ({ stack, cluster }) => {
      const repository = new TerraformVariable(stack, 'repository', { type: 'string' }).stringValue;
      new McpServer(stack, 'search', { cluster, image: `${repository}:1.0.0`, port: 80 });
    },
    { registryMirror: 'r.internal/mirror' },
  );
  expect(JSON.stringify(template.json)).toContain('"image":"${var.repository}:1.0.0"');
  expect(template.plan().images).toEqual([{ image: 'known at apply', source: 'known at apply', usedBy: ['research/search'] }]);
});

function platform(props: Partial<FleetPlatformProps>, options: ClusterProps = {}): App {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod', ...options });
  new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, ...props });
  return app;
}

type Release = Readonly<Record<string, unknown>> & { readonly values: readonly [string] };
const releasesOf = (app: App): Record<string, Release> =>
  Object.fromEntries(
    (FleetTemplate.synth(app, 'platform').resources('helm_release') as unknown as Release[]).map((one) => [String(one['name']), one]),
  );

describe('charts', () => {
  test('get registry and repository of each image apart, as their values want them', () => {
    const made = releasesOf(
      platform(
        {},
        {
          registryMirror: [
            { from: 'nvcr.io', to: 'r.internal/nv' },
            { from: 'nvcr.io/nvidia/gpu-operator', to: 'r.internal/own/name' },
            { from: 'quay.io', to: 'r.internal:5000/q' },
          ],
        },
      ),
    );
    expect(JSON.parse(made['gpu-operator']?.values[0] ?? '')).toMatchObject({
      operator: { repository: 'r.internal/own', image: 'name' },
      toolkit: { repository: 'r.internal/nv/nvidia/k8s' },
    });
    const prometheus = made['kube-prometheus-stack']?.values[0] ?? '';
    expect(JSON.parse(prometheus)).toMatchObject({
      prometheus: { prometheusSpec: { image: { registry: 'r.internal:5000', repository: 'q/prometheus/prometheus' } } },
    });
    expect(prometheus).not.toContain('grafana/grafana');
    expect(made['keda']?.values[0]).not.toContain('"image"');
  });

  test('by rules: a registry is laid out as the one it mirrors, a folder holds the charts', () => {
    const made = releasesOf(
      platform({
        chartMirror: [
          { from: 'oci://ghcr.io', to: 'oci://r.internal/gh/' },
          { from: 'https://kedacore.github.io/charts/', to: 'https://charts.internal/keda' },
          { from: 'https://helm.ngc.nvidia.com', to: '/srv/charts' },
        ],
      }),
    );
    expect(made['kube-prometheus-stack']).toMatchObject({
      repository: 'oci://r.internal/gh/prometheus-community/charts',
      chart: 'kube-prometheus-stack',
    });
    expect(made['keda']).toMatchObject({ repository: 'https://charts.internal/keda', chart: 'keda' });
    expect(made['gpu-operator']).toMatchObject({ chart: '/srv/charts/gpu-operator' });
    expect(made['gpu-operator']).not.toHaveProperty('repository');
    expect(made['external-secrets']).toMatchObject({ repository: 'https://charts.external-secrets.io' });
  });

  test('of a folder beside the program travel with the stack: Terraform runs elsewhere', () => {
    const folder = path.relative(process.cwd(), temporaryOutdir());
    for (const chart of ['keda', 'cloudnative-pg']) {
      fs.mkdirSync(path.join(folder, chart), { recursive: true });
      fs.writeFileSync(path.join(folder, chart, 'Chart.yaml'), `name: ${chart}\nversion: 1.0.0\n`);
    }
    const app = platform({ chartMirror: `./${folder}/`, prometheus: false, gpuOperator: false, externalSecrets: false });
    const { keda } = releasesOf(app);
    expect(keda?.['chart']).toMatch(/^\$\{path\.module\}\/assets\/.*keda-chart/);
    expect(keda).not.toHaveProperty('repository');
    const carried = path.join(app.outdir, 'stacks', 'platform', String(keda?.['chart']).replace('${path.module}/', ''));
    expect(fs.readdirSync(carried)).toEqual(['Chart.yaml']);
  });
});

describe('refused', () => {
  const inCluster = (props: object) => Cluster.inCluster(props as ClusterProps);
  // biome-ignore format: one row a case reads as a table
  const cases: readonly [what: string, build: () => unknown, prop: string][] = [
    ['a rule without from', () => inCluster({ registryMirror: [{ to: 'r.io' }] }), 'registryMirror'],
    ['no rules', () => inCluster({ registryMirror: [] }), 'registryMirror'],
    ['a rule from a scheme', () => inCluster({ registryMirror: [{ from: 'https://docker.io', to: 'r.io' }] }), 'registryMirror'],
    ['a rule from a name without registry', () => inCluster({ registryMirror: [{ from: 'library', to: 'r.io' }] }), 'registryMirror'],
    ['a rule that ends in a slash', () => inCluster({ registryMirror: [{ from: 'docker.io/', to: 'r.io' }] }), 'registryMirror'],
    ['a rule to a double slash', () => inCluster({ registryMirror: [{ from: 'docker.io', to: 'r.io//a' }] }), 'registryMirror'],
    ['a rule to itself', () => inCluster({ registryMirror: [{ from: 'docker.io', to: 'docker.io' }] }), 'registryMirror'],
    ['two rules for one registry', () => inCluster({ registryMirror: [{ from: 'docker.io', to: 'a.io' }, { from: 'docker.io', to: 'b.io' }] }), 'registryMirror'],
    ['a login in upper case', () => inCluster({ imagePullSecrets: ['Login'] }), 'imagePullSecrets.0'],
    ['one login as text', () => inCluster({ imagePullSecrets: 'login' }), 'imagePullSecrets'],
    ['chart rules to a name', () => platform({ chartMirror: [{ from: 'oci://ghcr.io', to: 'charts' }] }), 'chartMirror'],
    ['two chart rules for one repository', () => platform({ chartMirror: [{ from: 'oci://ghcr.io', to: 'oci://a' }, { from: 'oci://ghcr.io/', to: 'oci://b' }] }), 'chartMirror'],
    ['a folder without the charts', () => platform({ chartMirror: './no-such-folder' }), 'chartMirror'],
  ];

  test.each(cases)('%s', (_, build, prop) => {
    try {
      build();
    } catch (error) {
      if (!isFleetError(error)) throw error;
      expect(error.problems).toMatchObject([{ code: expect.stringMatching(/^AF-SPEC-00[12]$/), prop: expect.stringMatching(`^${prop}`) }]);
      expect(error.problems[0]?.repairs.length).toBeGreaterThan(0);
      return;
    }
    throw new Error('accepted');
  });
});

describe('agent-fleet images', () => {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod', registryMirror: [{ from: 'docker.io', to: 'r.internal/hub' }] });
  const platformStack = new TerraformStack(app, 'platform');
  new FleetPlatform(platformStack, 'operators', { cluster, keda: { version: '2.19.0' } });
  everything({ stack: new TerraformStack(app, 'research'), cluster });
  app.synth();
  const at = ['--app-dir', app.outdir];

  test('lists each image once, as published and as pulled, and the charts with their versions', async () => {
    const { out, code } = await agentFleet('images', ...at);
    expect(code).toBe(0);
    expect(out).toMatch(/^images \(\d+\)\n/);
    expect(
      out.match(/ {2}docker\.io\/vllm\/vllm-openai:v0\.30\.0\n {4}pulled as r\.internal\/hub\/vllm\/vllm-openai:v0\.30\.0\n/g),
    ).toHaveLength(1);
    expect(out).toContain('  nvcr.io/nvidia/driver\n    tag unknown');
    expect(out).toContain('  ghcr.io/kedacore/keda\n    tag unknown');
    expect(out).toContain('  keda 2.19.0\n    https://kedacore.github.io/charts\n');
    expect(out).not.toContain(`${DIGEST}\n    no digest`);
  });

  test('as data: tag, digest, and sizes that are not known', async () => {
    const { out } = await agentFleet('images', 'research', '--json', ...at);
    const { images, charts } = JSON.parse(out) as { images: Record<string, unknown>[]; charts: unknown[] };
    expect(charts).toEqual([]);
    expect(images).toContainEqual({
      source: `registry.example.com/crew:1.0.0@${DIGEST}`,
      image: `registry.example.com/crew:1.0.0@${DIGEST}`,
      tag: '1.0.0',
      digest: DIGEST,
      compressedBytes: null,
      usedBy: ['research/crew/crew-agents'],
    });
    expect(new Set(images.map(({ compressedBytes }) => compressedBytes))).toEqual(new Set([null]));
  });

  test('an app without stack of that name is named', async () => {
    expect(await agentFleet('images', 'reserch', ...at)).toMatchObject({
      code: 1,
      notes: expect.stringContaining('did you mean research?'),
    });
  });
});
