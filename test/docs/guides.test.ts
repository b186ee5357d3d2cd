/** Code of the guides is compiled and synthesized; what they promise about it holds. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type App, TerraformStack, Testing } from 'cdktf';
import { SecretRef, SessionStore, StateStore } from 'cdktf-agent-fleet';
import type { FleetTemplate, KubernetesObject } from 'cdktf-agent-fleet/testing';
import { withReceivers } from '../../examples/guides/alerts';
import { backedUp, broughtBack } from '../../examples/guides/backups';
import { behindIngress } from '../../examples/guides/callers';
import { withBedrock } from '../../examples/guides/cloud-models';
import { AKS, BARE_METAL, EKS_KARPENTER, EKS_NODE_GROUP, GKE, OKE, onNodePool } from '../../examples/guides/clouds';
import * as access from '../../examples/guides/cluster-access';
import { onNodesOfTheirOwn } from '../../examples/guides/cpu-nodes';
import { encoders, onBothEngines, onDeveloperCard, onTensorRtLlm } from '../../examples/guides/engines';
import { onPoolOfOthers } from '../../examples/guides/existing-pool';
import { behindExistingRouter } from '../../examples/guides/existing-router';
import { besideExistingServices } from '../../examples/guides/existing-services';
import { withExternalModel } from '../../examples/guides/external-models';
import { floorAndBurst } from '../../examples/guides/floor-and-burst';
import { withGpuServices } from '../../examples/guides/gpu-services';
import { startedByKarpenter } from '../../examples/guides/karpenter';
import { labelledTeams } from '../../examples/guides/labels';
import { withTargets } from '../../examples/guides/latency-targets';
import { withMessages } from '../../examples/guides/messages';
import { onOpenShift } from '../../examples/guides/openshift';
import { withOverride } from '../../examples/guides/overrides';
import { sharedNodes } from '../../examples/guides/priorities';
import { privateModels } from '../../examples/guides/private-model';
import { withoutInternet } from '../../examples/guides/private-registry';
import { behindProxy } from '../../examples/guides/proxy';
import { batch, onRabbitMq, onSqs } from '../../examples/guides/queues';
import { withSandbox } from '../../examples/guides/sandboxes';
import { byQueueAndClock, bySeveralSignals } from '../../examples/guides/scaling';
import { withVault } from '../../examples/guides/secrets';
import { withServices } from '../../examples/guides/services';
import { BY_LAYERS, onTwoNodes } from '../../examples/guides/several-nodes';
import { severalPools } from '../../examples/guides/several-pools';
import { whileThereAreTasks } from '../../examples/guides/sleeping';
import { fromBuckets } from '../../examples/guides/streamed-weights';
import { tracedFleet } from '../../examples/guides/tracing';
import { schemaProblem } from '../fuzz/kubernetes-schema';
import { templateOf } from '../setup/template-of';

const ROOT = path.join(__dirname, '../..');
const GUIDES = path.join(ROOT, 'docs/guides');
const guides = fs.readdirSync(GUIDES);
const text = (name: string) => fs.readFileSync(path.join(GUIDES, name), 'utf8');

function synth(build: (app: App) => unknown, stack: string): FleetTemplate {
  const app = Testing.app();
  build(app);
  return templateOf(app, stack);
}

interface PodSpec {
  readonly containers: readonly { readonly image: string; readonly env?: readonly { readonly name: string }[] }[];
  readonly affinity: { readonly nodeAffinity: { readonly requiredDuringSchedulingIgnoredDuringExecution: unknown } };
  readonly tolerations: readonly object[];
}

function podOf(template: FleetTemplate, name: string): PodSpec {
  const found = template.manifests().find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name) as KubernetesObject & {
    spec: { template: { spec: PodSpec } };
  };
  return found.spec.template.spec;
}

/** Stores tell every client the same. */
const anyone = undefined as never;

describe.each(guides)('%s', (name) => {
  test('links lead somewhere', () => {
    const links = [...text(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !fs.existsSync(path.join(GUIDES, link)))).toEqual([]);
  });
});

test('README leads to every guide', () => {
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  expect(guides.filter((name) => !readme.includes(`docs/guides/${name}`))).toEqual([]);
});

test('alerts go to receivers whose addresses stand in no value', () => {
  const template = synth(withReceivers, 'platform');
  const release = JSON.stringify(template.helmReleases().find(({ name }) => name === 'kube-prometheus-stack'));
  expect(release).toContain('/etc/alertmanager/secrets/alert-receivers/slack-url');
  expect(release).toContain('{{ .CommonLabels.alertname }}');
});

test('users come in by the namespace of the ingress alone', () => {
  const template = synth(behindIngress, 'support');
  const service = template.manifests().find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'support-agents');
  expect(service).toMatchObject({ spec: { ports: [{ name: 'http' }] } });
  const entries = template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('support-agents-from-'));
  expect(JSON.stringify(entries)).toContain('"kubernetes.io/metadata.name":"ingress-nginx"');
  expect(entries).toHaveLength(1);
});

test('a traced fleet sends its spans to a collector, which alone has the key', () => {
  const template = synth(tracedFleet, 'research');
  const variables = (name: string) => podOf(template, name).containers.flatMap(({ env = [] }) => env.map((one) => one.name));
  for (const name of ['research-agents', 'research-router']) expect(variables(name)).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
  expect(variables('tracing')).toEqual(['TRACES_KEY']);
});

test('the engine of a pool is one line: image and program follow from it', () => {
  const template = synth(onBothEngines, 'engines');
  expect(podOf(template, 'usual').containers[0]?.image).toMatch(/^docker\.io\/vllm\/vllm-openai:v0\.30\.0@sha256:/);
  expect(podOf(template, 'prefixes').containers[0]?.image).toBe('docker.io/lmsysorg/sglang:v0.5.23-runtime');
});

test('the engine for encoders takes the image of the card', () => {
  const template = synth(encoders, 'encoders');
  const images = ['embedder', 'reranker'].map((name) => podOf(template, name).containers[0]?.image);
  expect(images).toEqual(Array(2).fill(expect.stringMatching(/^ghcr\.io\/huggingface\/text-embeddings-inference:89-1\.9\.3@sha256:/)));
});

test('on the card of a developer the engine for development is accepted', () => {
  const [container] = podOf(synth(onDeveloperCard, 'developer'), 'small').containers;
  expect(container?.image).toMatch(/^docker\.io\/ollama\/ollama:0\.32\.15@sha256:/);
});

test('TensorRT-LLM takes its image, and a legacy engine one of the user', () => {
  const template = synth(onTensorRtLlm, 'fixed-prompts');
  const images = ['fast', 'old'].map((name) => podOf(template, name).containers[0]?.image);
  expect(images).toEqual([
    expect.stringMatching(/^nvcr\.io\/nvidia\/tensorrt-llm\/release:1\.2\.1@sha256:/),
    'registry.example.com/tgi-nonroot:3.3.7',
  ]);
});

test.each([
  ['engines', onBothEngines],
  ['encoders', encoders],
  ['developer', onDeveloperCard],
  ['fixed-prompts', onTensorRtLlm],
])('objects of the engines in the stack %s are valid by the schemas of Kubernetes', (stack, build) => {
  const objects = synth(build, stack).manifests();
  expect(objects.filter(({ kind }) => kind === 'Deployment').length).toBeGreaterThan(0);
  expect(objects.map(schemaProblem).filter((problem) => typeof problem === 'string')).toEqual([]);
});

test('the guide on several nodes: both ways are planned, stages hold more, and pods are valid by the schema of Kubernetes', () => {
  const [stages, layers] = [synth(onTwoNodes, 'review'), synth((app) => onTwoNodes(app, BY_LAYERS), 'review')];
  const kvTokens = (template: FleetTemplate) => template.plan().pools[0]?.memory.kvTokensPerReplica ?? 0;
  expect(kvTokens(stages)).toBeGreaterThan(2 * kvTokens(layers));
  for (const template of [stages, layers]) {
    expect(template.plan().pools[0]).toMatchObject({ verdict: 'fits', nodesPerReplica: 2 });
    const groups = template.manifests().find(({ kind }) => kind === 'LeaderWorkerSet') as unknown as {
      spec: { leaderWorkerTemplate: { leaderTemplate: object; workerTemplate: object } };
    };
    const { leaderTemplate, workerTemplate } = groups.spec.leaderWorkerTemplate;
    const pods = [leaderTemplate, workerTemplate].map((pod) => ({ apiVersion: 'v1', kind: 'Pod', ...pod }) as KubernetesObject);
    expect(pods.map(schemaProblem)).toEqual([undefined, undefined]);
  }
});

describe('the environment of agents', () => {
  const listed = [...text('agents-environment.md').matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap((match) =>
    [...(match[1] ?? '').matchAll(/[A-Z_]{4,}/g)].map(([variable]) => variable),
  );

  test('has the variables that the guide lists, with stores that exist and are given whole addresses', () => {
    const template = synth(besideExistingServices, 'support');
    const names = podOf(template, 'support-agents').containers[0]?.env?.map(({ name }) => name) ?? [];
    expect(names.filter((name) => !listed.includes(name))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining([...listed]));
  });

  test('an address is put together only where the password cannot break it', () => {
    const redis = { host: 'redis.example.com', cidr: '10.20.0.0/24' };
    const [password, uri] = [SecretRef.existing('redis', 'password'), SecretRef.existing('redis', 'uri')];
    expect(SessionStore.fromExisting(redis).clientEnv(anyone)).toHaveProperty('REDIS_URI', 'redis://redis.example.com:6379/0');
    expect(SessionStore.fromExisting({ ...redis, password }).clientEnv(anyone)).not.toHaveProperty('REDIS_URI');
    expect(SessionStore.fromExisting({ ...redis, password, uri }).clientEnv(anyone)).toHaveProperty('REDIS_URI', uri);
    const postgres = { host: 'db.example.com', cidr: '10.30.0.0/24', database: 'a', user: 'a', password };
    expect(StateStore.fromExisting(postgres).clientEnv(anyone)).not.toHaveProperty('DATABASE_URL');
    expect(StateStore.fromExisting({ ...postgres, uri }).clientEnv(anyone)).toHaveProperty('POSTGRES_URI', uri);
  });
});

test('a fleet beside existing services makes no store and no namespace', () => {
  const objects = synth(besideExistingServices, 'support').manifests();
  expect(objects.filter(({ kind }) => ['StatefulSet', 'Namespace', 'Cluster'].includes(kind))).toEqual([]);
  expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['team-support']));
});

test('the queues guide: readers scale from nothing to the tasks of the peak, and whoever asks is wired to the same queue', () => {
  const template = synth(batch, 'batch');
  const scaled = template.manifests().filter(({ kind }) => kind === 'ScaledObject') as unknown as {
    spec: { minReplicaCount: number; maxReplicaCount: number };
  }[];
  expect(scaled.map(({ spec }) => [spec.minReplicaCount, spec.maxReplicaCount])).toEqual([[0, 3]]);
  const variables = (name: string) =>
    (podOf(template, name).containers[0]?.env ?? []).map((one) => one.name).filter((one) => one.startsWith('TASK_QUEUE_'));
  expect(variables('readers-agents').sort()).toEqual(variables('front').sort());
  expect(template.plan().queues?.[0]?.taskSeconds?.likely).toBeGreaterThan(1);
  expect(template.plan().findings.map(({ code }) => code)).not.toEqual(expect.arrayContaining(['AF-CPU-002']));
});

test('the queues guide: Celery reads the address of its broker, and importers ask as KEDA', () => {
  const celery = podOf(synth(onRabbitMq, 'reports'), 'celery').containers[0]?.env ?? [];
  expect(celery.map(({ name }) => name)).toContain('CELERY_BROKER_URL');
  expect(
    synth(onSqs, 'imports')
      .manifests()
      .map(({ kind }) => kind),
  ).toContain('TriggerAuthentication');
});

test('every variable of the queues guide is one that clients get, and none is left out', () => {
  const told = [...text('queues.md').matchAll(/`(?:TASK_QUEUE)?(_[A-Z_]+)`/g)].map(([, name]) => name);
  const given = [synth(batch, 'batch'), synth(onRabbitMq, 'reports'), synth(onSqs, 'imports')].flatMap((template) =>
    template
      .manifests()
      .flatMap(({ kind, metadata }) =>
        kind === 'Deployment' && ['readers-agents', 'celery', 'importer'].includes(metadata.name)
          ? (podOf(template, metadata.name).containers[0]?.env ?? [])
          : [],
      ),
  );
  const names = given
    .map(({ name }) => name)
    .filter((name) => name.startsWith('TASK_QUEUE_'))
    .map((name) => name.slice('TASK_QUEUE'.length));
  expect([...new Set(told)].sort()).toEqual([...new Set(names)].sort());
});

test('the agents of the services guide find and reach each of them', () => {
  const template = synth(withServices, 'support');
  const env = podOf(template, 'support-agents').containers[0]?.env as readonly { readonly name: string; readonly value?: string }[];
  const textOf = (variable: string) => env.find(({ name }) => name === variable)?.value;
  expect(textOf('QDRANT_URL')).toBe('http://qdrant.qdrant.svc.cluster.local:6333');
  expect(textOf('OTEL_EXPORTER_OTLP_ENDPOINT')).toBe('http://otel-collector.observability.svc.cluster.local:4318');
  expect(textOf('MCP_SERVERS')).toBe('{"tickets":"http://tickets.helpdesk.svc.cluster.local/mcp"}');
  expect(textOf('CRM_URL')).toBe('https://crm.example.com/api');
  const opened = template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('support-agents-to-'));
  const names = opened.map(({ metadata }) => metadata.name.replace('support-agents-to-', ''));
  expect(names).toEqual(
    expect.arrayContaining(['qdrant-6333', 'observability-4318', 'helpdesk-8000', '203-0-113-0-24-443', 'support-support-router']),
  );
  expect(JSON.stringify(opened)).not.toContain('0.0.0.0/0');
});

test('the agents of the messages guide find the schema, the rules and the key', () => {
  const template = synth(withMessages, 'reports');
  const [container] = podOf(template, 'reports-agents').containers;
  expect(container?.env).toEqual(
    expect.arrayContaining([
      {
        name: 'AGENT_FLEET_MESSAGES',
        value: '{"schemas":{"task":"/etc/agent-fleet/messages/task.json"},"maxBytes":8192,"payloads":"references"}',
      },
      { name: 'AGENT_FLEET_MESSAGE_KEY', valueFrom: { secretKeyRef: { name: 'reports-messages', key: 'key', optional: false } } },
    ]),
  );
  expect(template.plan().findings.map(({ code }) => code)).not.toContain('AF-SEC-004');
});

test('the code of the GPU services guide shares a card and counts every GPU', () => {
  const plan = synth(withGpuServices, 'studio').plan();
  expect(plan.gpuServices?.map(({ name, replicas, sharing }) => ({ name, replicas, sharing }))).toEqual([
    { name: 'images', replicas: { min: 1, max: 2 }, sharing: undefined },
    { name: 'speech', replicas: { min: 1, max: 1 }, sharing: { enginesPerCard: 2 } },
  ]);
  expect(plan.economics?.tiers.flatMap(({ pools }) => pools).sort()).toEqual(['images', 'speech', 'vectors', 'writers']);
  expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('the code of the sandboxes guide reaches its mirror and nothing else', () => {
  const template = synth(withSandbox, 'analysts');
  const names = template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('python-'))
    .map(({ metadata }) => metadata.name);
  expect(names.sort()).toEqual(['python-from-analysts-analysts-agents', 'python-to-mirror-8081', 'python-to-names']);
  expect(template.plan().findings.filter(({ path, severity }) => path.endsWith('/python') && severity !== 'info')).toEqual([]);
});

test('with a mirror every image comes from it, and serving from a filled claim needs no way out', () => {
  const template = synth(withoutInternet, 'sealed');
  const images = template
    .manifests()
    .flatMap(({ kind, metadata }) => (kind === 'Deployment' ? podOf(template, metadata.name).containers : []));
  expect(images.map(({ image }) => image)).toEqual(['registry.internal/mirror/vllm/vllm-openai:v0.30.0']);
  expect(JSON.stringify(template.json)).toContain('"image_pull_secrets":[{"name":"registry-login"}]');
  const egress = template.manifests().filter((object) => object.kind === 'NetworkPolicy' && JSON.stringify(object).includes('0.0.0.0/0'));
  expect(egress).toEqual([]);
});

test.each([
  ['EKS with Karpenter', EKS_KARPENTER, { 'karpenter.k8s.aws/instance-gpu-name': ['l40s'], 'karpenter.sh/capacity-type': ['spot'] }],
  ['an EKS node group', EKS_NODE_GROUP, { 'eks.amazonaws.com/nodegroup': ['l40s'] }],
  ['GKE', GKE, { 'cloud.google.com/gke-accelerator': ['nvidia-l4'], 'topology.kubernetes.io/zone': ['europe-west4-a', 'europe-west4-b'] }],
  ['AKS', AKS, { 'kubernetes.azure.com/agentpool': ['a100'] }],
  ['OKE', OKE, { 'node.kubernetes.io/instance-type': ['BM.GPU.H100.8'] }],
  ['bare metal', BARE_METAL, { 'nvidia.com/gpu.product': expect.arrayContaining(['NVIDIA-H100-PCIe']) }],
])('pods on %s select its nodes', (_, nodes, selected) => {
  const pod = podOf(
    synth((app) => onNodePool(app, nodes), 'cloud'),
    'assistant-model',
  );
  const matchExpressions = Object.entries(selected).map(([key, values]) => ({ key, operator: 'In', values }));
  expect(pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
    nodeSelectorTerms: [{ matchExpressions: expect.arrayContaining(matchExpressions) }],
  });
});

test('each way to reach a cluster of the guide is written, and names no credential', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const app = Testing.app();
  const stack = new TerraformStack(app, 'all');
  const clusters = [access.fromPipeline(), ...[access.onEks, access.onGke, access.onAks, access.byOwnProgram].map((on) => on(PEM))];
  for (const cluster of [...clusters, access.ofSameApp(new TerraformStack(app, 'infrastructure'))]) cluster.providers(stack);
  const { provider } = templateOf(app, 'all').json as unknown as { provider: { kubernetes: Record<string, unknown>[] } };
  expect(provider.kubernetes.map(({ alias: _alias, ...block }) => Object.keys(block).sort().join(' '))).toEqual([
    'config_context',
    ...Array<string>(4).fill('cluster_ca_certificate config_path exec host'),
    'cluster_ca_certificate config_path host token',
  ]);
  const both = synth(access.onBothContinents, 'platforms').json as unknown as { provider: { helm: { alias: string }[] } };
  expect(both.provider.helm.map(({ alias }) => alias)).toEqual(['prod-eu', 'prod-us']);
});

test('an override reaches the pod', () => {
  expect(podOf(synth(withOverride, 'aks'), 'assistant-model').tolerations).toHaveLength(2);
});

test('two teams on one stack: each has its label, and all have that of the app', () => {
  const labels = synth(labelledTeams, 'teams')
    .manifests()
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata }) => [metadata.name, metadata.labels?.['example.com/team'], metadata.labels?.['cost-center']]);
  expect(labels).toContainEqual(['search-model', 'search', '4711']);
  expect(labels).toContainEqual(['support-agents', 'support', '4711']);
});

test('the children that the overrides guide names exist', () => {
  const app = Testing.app();
  besideExistingServices(app);
  const children = app.node
    .findChild('support')
    .node.findChild('assistant-model')
    .node.children.map(({ node }) => node.id);
  expect(children).toEqual(expect.arrayContaining(['service-account', 'deployment', 'service']));
  const fleet = app.node
    .findChild('support')
    .node.findChild('support')
    .node.children.map(({ node }) => node.id);
  expect(fleet).toEqual(expect.arrayContaining(['support-router', 'support-agents']));
});

test('pools that scale by queue and clock have a trigger for the queue and one for each window', () => {
  const scaled = synth(byQueueAndClock, 'scaling')
    .manifests()
    .filter(({ kind }) => kind === 'ScaledObject') as unknown as { metadata: { name: string }; spec: { triggers: { type: string }[] } }[];
  const kinds = Object.fromEntries(scaled.map(({ metadata, spec }) => [metadata.name, spec.triggers.map(({ type }) => type)]));
  expect(kinds['assistant']).toEqual(['prometheus', 'cron']);
  expect(kinds['support']?.filter((type) => type === 'cron').length).toBeGreaterThan(1);
});

test('several signals are triggers of one object', () => {
  const scaled = synth(bySeveralSignals, 'signals')
    .manifests()
    .find(({ kind }) => kind === 'ScaledObject') as unknown as { spec: { triggers: { name: string }[] } };
  expect(scaled.spec.triggers.map(({ name }) => name)).toEqual([
    'waiting-requests',
    'first-token-p95',
    'waiting-prompt-tokens',
    'kv-cache-share',
  ]);
});

test('two replicas stay on demand, six more come on spot', () => {
  const template = synth(floorAndBurst, 'support');
  expect(template.plan().pools[0]).toMatchObject({
    replicas: { min: 2, max: 8 },
    burst: { floorNodePool: 'steady', nodePools: ['spot'], replicas: 6 },
  });
  const deployments = template.manifests().filter(({ kind }) => kind === 'Deployment');
  expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual(['assistant', 'assistant-burst']);
});

test('digests and images give way to the answers that users wait for', () => {
  const template = synth(sharedNodes, 'support');
  const plan = template.plan();
  expect(plan.pools.find(({ name }) => name === 'answers')?.priority?.takesPlaceOf).toEqual(['support/digests', 'support/images']);
  const classes = template.manifests().filter(({ kind }) => kind === 'PriorityClass');
  expect(classes.map(({ metadata }) => metadata.name)).toEqual(['agent-fleet.support.minus-1-waits']);
  expect(plan.findings.filter(({ code }) => /AF-ELA-03[2-5]/.test(code))).toEqual([]);
});

test('two kinds of GPU answer one role, each its part', () => {
  const [role] = synth(severalPools, 'chat').plan().fleets[0]?.roles ?? [];
  const parts = [role?.share, ...(role?.furtherPools ?? []).map(({ share }) => share)].map((share) => share ?? 0);
  expect(parts.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
  expect(parts[0]).toBeGreaterThan(0.4);
});

test('no GPU runs while there is nothing to read', () => {
  const template = synth(whileThereAreTasks, 'archive');
  const [readers] = template.plan().pools;
  expect(readers).toMatchObject({ replicas: { min: 0, max: 4 }, sleep: { wakesOn: ['tasks of queue documents'] } });
  const kinds = template.manifests().filter(({ kind }) => kind === 'ScaledObject');
  expect(kinds.map(({ metadata }) => metadata.name).sort()).toEqual(['crew-agents', 'readers']);
});

test('an external model is a fallback of a pool, with its key in a variable', () => {
  const template = synth(withExternalModel, 'crossing');
  expect(podOf(template, 'router').containers[0]?.env?.some(({ name }) => name.startsWith('EXTERNAL_KEY_'))).toBe(true);
});

test('the guide to secrets: the key of the model is brought from a store into the namespace of the router, which reads it by reference', () => {
  const template = synth(withVault, 'support');
  const brought = template.manifests().find(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === 'openai');
  expect(brought).toMatchObject({
    metadata: { namespace: 'support' },
    spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' } },
  });
  expect(JSON.stringify(podOf(template, 'router'))).toContain('{"key":"api-key","name":"openai","optional":false}');
});

test('the OpenShift guide: no operator of its own is installed, pods name no user, and a Route leads to the agents that routers may call', () => {
  const template = synth(onOpenShift, 'support');
  const objects = template.manifests();
  const route = objects.find(({ kind }) => kind === 'Route')?.['spec'] as { to: { name: string }; port: { targetPort: string } };
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === route.to.name)?.['spec'] as {
    ports: { name: string }[];
  };
  expect(service.ports.map(({ name }) => name)).toContain(route.port.targetPort);
  expect(JSON.stringify(objects)).toContain('"kubernetes.io/metadata.name":"openshift-ingress"');
  expect(JSON.stringify(objects)).not.toContain('runAsUser');
  const releases = synth(onOpenShift, 'platform').resources('helm_release') as { readonly name: string }[];
  expect(releases.map(({ name }) => name).sort()).toEqual(['cloudnative-pg', 'external-secrets', 'keda']);
});

test('the guide of CPU nodes: stores stay, agents take spot nodes first, the router goes where the cluster says', () => {
  const template = synth(onNodesOfTheirOwn, 'research');
  const groups = (name: string) => {
    const text = JSON.stringify(podOf(template, name).affinity);
    return [...text.matchAll(/"eks.amazonaws.com\/nodegroup","operator":"In","values":\["([^"]+)"\]/g)].map(([, group]) => group);
  };
  expect(groups('research-agents')).toEqual(['agents-spot', 'agents', 'agents-spot']);
  expect(groups('research-router')).toEqual(['system']);
  expect(
    template
      .plan()
      .findings.filter(({ code }) => /^AF-CLU-07[3-9]|^AF-CLU-08/.test(code))
      .map(({ code }) => code),
  ).toEqual([]);
});

test('the Karpenter guide: the node that a NodePool promises is one that the pods of the pool accept', () => {
  const [nodePool] = synth(startedByKarpenter, 'nodes')
    .manifests()
    .filter(({ kind }) => kind === 'NodePool') as unknown as {
    spec: { template: { spec: { requirements: { key: string; values: string[] }[]; taints: { key: string; effect: string }[] } } };
  }[];
  const { requirements = [], taints = [] } = nodePool?.spec.template.spec ?? {};
  const promised = new Map(requirements.map(({ key, values }) => [key, values]));
  const { affinity, tolerations } = podOf(synth(startedByKarpenter, 'assistant'), 'assistant-model');
  const { nodeSelectorTerms } = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution as {
    nodeSelectorTerms: { matchExpressions: { key: string; values: string[] }[] }[];
  };
  for (const { key, values } of nodeSelectorTerms.flatMap(({ matchExpressions }) => matchExpressions))
    expect(promised.get(key)).toEqual(values);
  for (const { key, effect } of taints) expect(tolerations).toContainEqual({ key, operator: 'Exists', effect });
});

test('the proxy guide: the download goes through the proxy, and what serves has no way out', () => {
  const objects = synth(behindProxy, 'proxied').manifests();
  const named = (kind: string) => JSON.stringify(objects.filter((object) => object.kind === kind));
  expect(named('Job')).toContain('HTTPS_PROXY');
  expect(named('Deployment')).not.toContain('PROXY');
  expect(named('NetworkPolicy')).not.toContain('0.0.0.0/0');
});

test('a fleet behind an existing router makes none, and asks it by its own names', () => {
  const template = synth(behindExistingRouter, 'support');
  const text = JSON.stringify(template.manifests());
  expect(template.manifests().filter(({ metadata }) => /router/.test(metadata.name))).toEqual([]);
  expect(text).toContain('support-qwen3-8b');
  expect(text).toContain('litellm-support');
});

test('a fleet on a pool of others makes none of it, and is judged by what they state', () => {
  const template = synth(onPoolOfOthers, 'support');
  expect(template.manifests().filter(({ metadata }) => metadata.namespace === 'ml-platform')).toEqual([]);
  expect(template.plan().existingPools).toEqual([
    expect.objectContaining({ name: 'chat', verdict: 'fits', bottleneck: 'tokens of KV cache' }),
  ]);
  expect(template.plan().findings.filter(({ code, severity }) => code.startsWith('AF-CLU') && severity !== 'info')).toEqual([]);
});

test('the guide on models of your own: one is downloaded with its adapter, the other is there already', () => {
  const objects = synth(privateModels, 'support').manifests();
  const jobs = objects.filter(({ kind }) => kind === 'Job');
  const [added, checkpoint] = jobs.map((job) => ({ name: job.metadata.name, text: JSON.stringify(job) }));
  expect([added?.name, checkpoint?.name]).toEqual([
    expect.stringMatching(/^from-hub-additions-/),
    expect.stringMatching(/^from-hub-download-/),
  ]);
  expect(jobs).toHaveLength(2);
  expect(checkpoint?.text).toContain('acme/support-8b');
  expect(added?.text).toContain('acme/support-de-lora');
  const served = JSON.stringify(objects.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'from-claim'));
  expect(served).toContain('/models/support-8b');
});

test('backups: the store that is brought back has another name than the one that was lost, on the cluster and in the archive', () => {
  const of = (build: (app: App) => unknown) =>
    synth(build, 'research')
      .manifests()
      .filter(({ kind }) => kind === 'Cluster')
      .map(({ metadata, ...object }) => ({ name: metadata.name, spec: object['spec'] }));
  expect(of(backedUp)).toEqual([expect.objectContaining({ name: 'state' })]);
  expect(of(broughtBack)).toEqual([
    expect.objectContaining({
      name: 'state-2',
      spec: expect.objectContaining({ bootstrap: { recovery: expect.objectContaining({ source: 'origin' }) } }),
    }),
  ]);
});

test('weights come from buckets: each pool names its own, and keys are references', () => {
  const template = synth(fromBuckets, 'research');
  const [planner, workers] = ['planner', 'workers'].map((name) => JSON.stringify(podOf(template, name)));
  expect(planner).toContain('"s3://acme-weights/llama-3.3-70b/6f6073b"');
  expect(planner).not.toContain('AWS_SECRET_ACCESS_KEY');
  expect(workers).toContain('"AWS_ENDPOINT_URL","value":"http://minio.storage.svc.cluster.local:9000"');
  expect(workers).toContain('"AWS_SECRET_ACCESS_KEY","valueFrom":{"secretKeyRef":{"key":"key","name":"weights"');
});

test('a router asks Bedrock by its identity, with further settings of its own', () => {
  const objects = synth(withBedrock, 'research').manifests();
  const account = objects.find(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === 'router');
  expect(account?.metadata).toMatchObject({ annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/router' } });
  expect(JSON.stringify(objects)).toContain('missing_session_id');
});

test('targets of a service level are those of its alerts', () => {
  const template = synth(withTargets, 'support');
  expect(template.plan().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const rules = JSON.stringify(template.manifests().filter(({ kind }) => kind === 'PrometheusRule'));
  for (const [name, seconds] of [
    ['FirstTokenLate', 2],
    ['TokensSlow', 0.06],
    ['AnswerLate', 20],
  ] as const)
    expect(rules).toMatch(new RegExp(`"alert":"AgentFleet${name}"[^}]*"expr":"[^ ]+ > ${seconds}"`));
});
