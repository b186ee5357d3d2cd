/** Weights that are streamed from an object store: what starts, who is called, how long it takes, and what is refused. */
import { TerraformStack, Testing } from 'cdktf';
import {
  CaBundle,
  Cluster,
  Engine,
  ExternalHost,
  FleetError,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  InternalService,
  type InternalServiceProps,
  Model,
  type ObjectStoreWeightsProps,
  Region,
  Scaling,
  SecretRef,
  Speculative,
  Weights,
  WorkloadIdentity,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { storeHosts } from '../../lib/inference/object-store';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
const identity = WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/models' });
const credentials = { accessKeyId: SecretRef.existing('weights', 'id'), secretAccessKey: SecretRef.existing('weights', 'key') };
const minio = new InternalService({ name: 'minio', namespace: 'storage', port: 9000, podLabels: { app: 'minio' } });
const serviceOf = (props: Partial<InternalServiceProps>) =>
  new InternalService({ name: 'minio', namespace: 'storage', port: 9000, ...props });
const S3: ObjectStoreWeightsProps = { uri: 's3://acme-weights/llama-3.1-8b/0e9e39f', region: 'eu-central-1' };
const base: InferencePoolProps = {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.A100_80GB_PCIE,
  maxContextTokens: 8_192,
  identity,
};

type Given = Partial<Omit<InferencePoolProps, 'identity'>> & { readonly identity?: WorkloadIdentity | undefined };

function synthesize(store: ObjectStoreWeightsProps = S3, props: Given = {}): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'llama', {
    ...base,
    weights: Weights.objectStore(store),
    ...props,
  } as InferencePoolProps);
  return templateOf(app, 'models');
}

const problemsOf = (store: ObjectStoreWeightsProps = S3, props: Given = {}) => {
  try {
    synthesize(store, props);
    return [];
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    return error.problems.filter(({ severity }) => severity === 'error').map(({ code, prop }) => ({ code, prop }));
  }
};

interface Pod {
  readonly volumes: readonly { readonly name: string; readonly emptyDir?: object }[];
  readonly initContainers?: readonly object[];
  readonly containers: readonly {
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
}

const podOf = (template: FleetTemplate): Pod =>
  (template.manifests().find(({ kind }) => kind === 'Deployment') as unknown as { spec: { template: { spec: Pod } } }).spec.template.spec;
const argsOf = (template: FleetTemplate) => podOf(template).containers[0]?.args ?? [];
const envOf = (template: FleetTemplate) =>
  Object.fromEntries((podOf(template).containers[0]?.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
const objects = (template: FleetTemplate, kind: string) => template.manifests().filter((object) => object.kind === kind);
const policies = (template: FleetTemplate) => objects(template, 'NetworkPolicy').map(({ metadata }) => metadata.name);
const findings = (template: FleetTemplate) => (template.plan().findings ?? []).map(({ code }) => code);
const valueAfter = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];

describe('a pool that streams its weights', () => {
  const template = synthesize();

  test('is started with the address of the folder and the loader, and downloads nothing beforehand', () => {
    const args = argsOf(template);
    expect(args[0]).toBe('s3://acme-weights/llama-3.1-8b/0e9e39f');
    expect(valueAfter(args, '--load-format')).toBe('runai_streamer');
    expect(args).not.toContain('--model-loader-extra-config');
    expect(podOf(template).initContainers ?? []).toEqual([]);
    expect(objects(template, 'Job')).toEqual([]);
    expect(podOf(template).volumes.find(({ name }) => name === 'weights')).toEqual({ name: 'weights', emptyDir: { sizeLimit: '1Gi' } });
  });

  test('signs for its region as its service account, and holds a quarter of its memory on the way', () => {
    expect(envOf(template)).toMatchObject({
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      HF_HUB_OFFLINE: '1',
      RUNAI_STREAMER_CONCURRENCY: '16',
      RUNAI_STREAMER_MEMORY_LIMIT: String(8 * 1024 ** 3),
    });
    expect(envOf(template)).not.toHaveProperty('AWS_ENDPOINT_URL');
  });

  test('the plan names what is loaded', () => {
    expect(template.plan().pools[0]?.model.checkpoint).toBe('s3://acme-weights/llama-3.1-8b/0e9e39f');
  });

  test('several GPUs of a pod read it once together', () => {
    const pod = synthesize(S3, { gpusPerReplica: 2 });
    expect(JSON.parse(valueAfter(argsOf(pod), '--model-loader-extra-config') ?? '')).toEqual({ distributed: true });
    expect(envOf(pod)['RUNAI_STREAMER_MEMORY_LIMIT']).toBe(String(8 * 1024 ** 3));
  });

  test('where a tensor may be larger than that quarter the reader takes what it needs', () => {
    expect(envOf(synthesize(S3, { resources: { memory: '2Gi' } }))['RUNAI_STREAMER_MEMORY_LIMIT']).toBe('0');
    const fused = { model: Model.LLAMA_4_MAVERICK_17B_128E_INSTRUCT, gpu: Gpu.H200_SXM, gpusPerReplica: 8 };
    expect(envOf(synthesize(S3, fused))['RUNAI_STREAMER_MEMORY_LIMIT']).toBe('0');
  });

  test('files for each GPU are read by that GPU alone', () => {
    const args = argsOf(synthesize({ ...S3, sharded: true }, { gpusPerReplica: 2 }));
    expect(valueAfter(args, '--load-format')).toBe('runai_streamer_sharded');
    expect(args).not.toContain('--model-loader-extra-config');
  });

  test('both stages of a pool stream', () => {
    const fabric = { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } } as const;
    const joined = Cluster.fromKubeconfig({
      context: 'prod-eu',
      nodePools: { h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 2, fabric } },
    });
    const staged = synthesize(S3, { cluster: joined, gpu: Gpu.H100_SXM, prefill: { replicas: 1 } });
    const engines = objects(staged, 'Deployment').filter(({ metadata }) => !metadata.name.endsWith('-stages'));
    expect(engines).toHaveLength(2);
    for (const { spec } of engines) {
      const [container] = (spec as { template: { spec: Pod } }).template.spec.containers;
      expect(container?.args[0]).toBe(S3.uri);
      expect(container?.args).toContain('runai_streamer');
    }
  });
});

describe('the way to the store', () => {
  test('without named egress is any public address on the port of the store, which is told', () => {
    const template = synthesize();
    expect(policies(template)).toContain('llama-to-internet-443');
    expect(findings(template)).toContain('AF-SEC-005');
  });

  test('to a host outside that is named as the service is told, too, unless its ranges are named', () => {
    const through = (ranges: { readonly cidrs?: string[] }) => {
      const service = new ExternalHost({ name: 'ceph', host: 's3.example.com', ...ranges });
      return findings(synthesize({ uri: 's3://acme-weights/llama', service, credentials }, { identity: undefined }));
    };
    expect(through({})).toContain('AF-SEC-005');
    expect(through({ cidrs: ['203.0.113.0/24'] })).not.toContain('AF-SEC-005');
  });

  test('is the hosts of the bucket by name where the network plugin knows names', () => {
    const named = Cluster.fromKubeconfig({ context: 'prod-eu', namedEgress: { policies: 'cilium' } });
    const template = synthesize(S3, { cluster: named });
    const hosts = objects(template, 'CiliumNetworkPolicy').flatMap(({ spec }) => JSON.stringify(spec));
    expect(hosts.some((text) => text.includes('acme-weights.s3.eu-central-1.amazonaws.com'))).toBe(true);
    expect(policies(template)).not.toContain('llama-to-internet-443');
    expect(hosts.join()).not.toContain('huggingface.co');
    expect(findings(template)).not.toContain('AF-SEC-005');
  });

  test.each<[string, ObjectStoreWeightsProps, readonly string[]]>([
    ['a bucket', { uri: 's3://weights/a', region: 'eu-west-1' }, ['weights.s3.eu-west-1.amazonaws.com']],
    ['a bucket with dots', { uri: 's3://weights.acme/a', region: 'eu-west-1' }, ['s3.eu-west-1.amazonaws.com']],
    ['the oldest region', { uri: 's3://weights', region: 'us-east-1' }, ['weights.s3.us-east-1.amazonaws.com', 'weights.s3.amazonaws.com']],
    ['China', { uri: 's3://weights', region: 'cn-north-1' }, ['weights.s3.cn-north-1.amazonaws.com.cn']],
    ['Google', { uri: 'gs://weights/a' }, ['storage.googleapis.com']],
    ['Azure', { uri: 'az://models/a', account: 'acmeweights' }, ['acmeweights.blob.core.windows.net']],
    ['a store of ones own', { uri: 's3://weights', service: minio }, []],
  ])('%s', (_, store, hosts) => {
    expect(storeHosts(store)).toEqual(hosts);
  });

  test('is a private endpoint alone where its ranges are named', () => {
    const template = synthesize({ ...S3, cidrs: ['10.20.0.0/24'] });
    expect(policies(template)).toContain('llama-to-10-20-0-0-24-443');
    expect(policies(template)).not.toContain('llama-to-internet-443');
    expect(findings(template)).not.toContain('AF-SEC-005');
  });

  test('is a service in the cluster alone, asked by path, with keys by reference', () => {
    const template = synthesize({ uri: 's3://weights/llama', service: minio, credentials }, { identity: undefined });
    expect(policies(template)).toContain('llama-to-storage-9000');
    expect(policies(template).filter((name) => name.includes('internet'))).toEqual([]);
    expect(envOf(template)).toMatchObject({
      AWS_ENDPOINT_URL: 'http://minio.storage.svc.cluster.local:9000',
      RUNAI_STREAMER_S3_USE_VIRTUAL_ADDRESSING: '0',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: { secretKeyRef: { name: 'weights', key: 'id' } },
      AWS_SECRET_ACCESS_KEY: { secretKeyRef: { name: 'weights', key: 'key' } },
    });
  });

  test('is checked by the certificates of the service', () => {
    const ceph = new ExternalHost({
      name: 'ceph',
      host: 'objects.acme.internal',
      cidrs: ['10.9.0.0/24'],
      caBundle: CaBundle.configMap({ name: 'acme-ca' }),
    });
    const template = synthesize({ uri: 's3://weights/llama', service: ceph, credentials });
    const file = envOf(template)['AWS_CA_BUNDLE'] as string;
    expect(podOf(template).containers[0]?.volumeMounts.some(({ mountPath }) => file.startsWith(mountPath))).toBe(true);
    expect(envOf(template)['AWS_ENDPOINT_URL']).toBe('https://objects.acme.internal');
  });

  test.each<[string, ObjectStoreWeightsProps, Given, Record<string, unknown>]>([
    [
      'Google',
      { uri: 'gs://acme-weights/llama' },
      { identity: WorkloadIdentity.google({ serviceAccount: 'models@acme-prod.iam.gserviceaccount.com' }) },
      { RUNAI_STREAMER_CONCURRENCY: '16' },
    ],
    [
      'Azure',
      { uri: 'az://weights/llama', account: 'acmeweights' },
      { identity: WorkloadIdentity.azure({ clientId: '00000000-0000-0000-0000-000000000000' }) },
      { AZURE_STORAGE_ACCOUNT_NAME: 'acmeweights' },
    ],
    ['a public bucket', { ...S3, anonymous: true }, { identity: undefined }, { RUNAI_STREAMER_S3_UNSIGNED: '1' }],
  ])('%s', (_, store, props, env) => {
    expect(envOf(synthesize(store, props))).toMatchObject(env);
  });

  test('stands in the residency of what the pool serves', () => {
    const app = Testing.app();
    const pool = new InferencePool(new TerraformStack(app, 'models'), 'llama', { ...base, weights: Weights.objectStore(S3) });
    const [edge] = pool.dataPlace().onward?.() ?? [];
    expect(edge).toMatchObject({ how: 'streams weights from', to: { kind: 'weights source', region: Region.named('eu-central-1') } });
  });
});

describe('a cold start', () => {
  const partOf = (store: ObjectStoreWeightsProps) =>
    synthesize(store)
      .plan()
      .pools[0]?.coldStart?.parts?.find(({ part }) => part === 'weights');

  test.each<[string, Partial<ObjectStoreWeightsProps>, number, RegExp]>([
    ['as published for 16 connections', {}, 10, /1775 MB\/s, published .* 16 connections/],
    ['for the next fewer that were measured', { connections: 24 }, 10, /16 connections/],
    ['for more', { connections: 64 }, 6, /3074 MB\/s, published .* 32 connections/],
    ['for fewer than were measured', { connections: 2 }, 61, /266 MB\/s/],
    ['as declared', { readMBps: 5_000 }, 4, /5000 MB\/s, as declared/],
  ])('%s', (_, props, seconds, source) => {
    const part = partOf({ ...S3, ...props });
    expect(part?.seconds).toBe(seconds);
    expect(part?.source).toMatch(source);
  });

  test('of a large model that scales needs no claim (AF-ELA-012)', () => {
    const scaled = { model: Model.LLAMA_3_3_70B_INSTRUCT, gpusPerReplica: 4, scaling: Scaling.queueDepth({ min: 1, max: 3 }) };
    expect(findings(synthesize(S3, scaled))).not.toContain('AF-ELA-012');
    expect(findings(synthesize(S3, { ...scaled, weights: Weights.ephemeral() }))).toContain('AF-ELA-012');
  });
});

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['a path', { uri: '/models/llama' }, 'uri'],
    ['https', { uri: 'https://bucket.s3.amazonaws.com/llama', region: 'eu-west-1' }, 'uri'],
    ['a repository', { uri: 'meta-llama/Llama-3.1-8B-Instruct' }, 'uri'],
    ['capital letters of the scheme', { uri: 'S3://weights/llama', region: 'eu-west-1' }, 'uri'],
    ['a slash at the end', { uri: 's3://weights/llama/', region: 'eu-west-1' }, 'uri'],
    ['a way up', { uri: 's3://weights/../other', region: 'eu-west-1' }, 'uri'],
    ['a query', { uri: 's3://weights/llama?versionId=1', region: 'eu-west-1' }, 'uri'],
    ['no bucket', { uri: 's3://', region: 'eu-west-1' }, 'uri'],
    ['S3 without a region', { uri: 's3://weights/llama' }, 'region'],
    ['a region that is a host', { uri: 's3://weights/llama', region: 's3.eu-west-1' }, 'region'],
    ['Azure without an account', { uri: 'az://weights/llama' }, 'account'],
    ['an account of S3', { ...S3, account: 'acmeweights' }, 'account'],
    ['a region of Google', { uri: 'gs://weights/llama', region: 'europe-west4' }, 'region'],
    ['keys for Google', { uri: 'gs://weights/llama', credentials }, 'credentials'],
    ['keys for Azure', { uri: 'az://weights/llama', account: 'acme1', credentials }, 'credentials'],
    ['a store of ones own for Google', { uri: 'gs://weights/llama', service: minio }, 'service'],
    ['files for each GPU from Google', { uri: 'gs://weights/llama', sharded: true }, 'sharded'],
    ['keys for a public bucket', { ...S3, anonymous: true, credentials }, 'credentials'],
    ['a key in the open', { ...S3, credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } }, 'credentials.accessKeyId'],
    ['half a key', { ...S3, credentials: { accessKeyId: credentials.accessKeyId } }, 'credentials.secretAccessKey'],
    ['an address in place of a service', { ...S3, service: 'http://minio:9000' }, 'service'],
    ['ranges beside a service', { uri: 's3://weights/a', service: minio, cidrs: ['10.0.0.0/8'] }, 'cidrs'],
    [
      'a service with a key of its own',
      { uri: 's3://weights/a', service: serviceOf({ key: SecretRef.existing('minio', 'key') }) },
      'service.key',
    ],
    ['a service of another protocol', { uri: 's3://weights/a', service: serviceOf({ scheme: 'redis' }) }, 'service.scheme'],
    [
      'certificates that nobody checks',
      { uri: 's3://weights/a', service: serviceOf({ caBundle: CaBundle.configMap({ name: 'acme-ca' }) }) },
      'service.caBundle',
    ],
    ['an MCP server', { uri: 's3://weights/a', service: serviceOf({ mcp: true }) }, 'service.mcp'],
    ['no connections', { ...S3, connections: 0 }, 'connections'],
    ['a revision', { ...S3, revision: 'main' }, 'revision'],
  ])('%s', (_, store, prop) => {
    try {
      Weights.objectStore(store as ObjectStoreWeightsProps);
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      expect(error.problems.map((problem) => problem.prop)).toContain(prop);
      return;
    }
    throw new Error('nothing was refused');
  });

  const google = WorkloadIdentity.google({ serviceAccount: 'models@acme-prod.iam.gserviceaccount.com' });
  const drafter = { checkpoint: 'acme/eagle-head', weightsGiB: 1.5, kvBytesPerToken: 4_096 };

  test.each<[string, Partial<ObjectStoreWeightsProps>, Given, string, string]>([
    ['nobody who signs', {}, { identity: undefined }, 'AF-PLT-014', 'weights'],
    ['a checkpoint beside it', {}, { checkpoint: 'acme/llama' }, 'AF-SPEC-001', 'checkpoint'],
    ['a token for the hub', {}, { huggingFaceToken: SecretRef.existing('hub', 'token') }, 'AF-ENG-038', 'huggingFaceToken'],
    [
      'a commit',
      {},
      { revisions: { 'meta-llama/Llama-3.1-8B-Instruct': '0e9e39f249a16976918f6564b8830bc894c89659' } },
      'AF-ENG-053',
      'revisions.meta-llama/Llama-3.1-8B-Instruct',
    ],
    ['SGLang', {}, { engine: Engine.sglang() }, 'AF-ENG-027', 'weights'],
    ['TensorRT-LLM', {}, { engine: Engine.tensorRtLlm() }, 'AF-ENG-027', 'weights'],
    ['Ray Serve', {}, { engine: Engine.rayServe() }, 'AF-ENG-027', 'weights'],
    ['an old release', {}, { engine: Engine.vllm({ version: '0.19.0' }) }, 'AF-ENG-027', 'weights'],
    ['a drafter of the hub', {}, { speculative: Speculative.eagle3({ drafter, tokens: 3 }) }, 'AF-ENG-027', 'weights'],
    ['an adapter of the hub', {}, { adapters: [{ name: 'a', source: 'acme/a', rank: 8 }] }, 'AF-ENG-027', 'weights'],
    ['a tokenizer of the hub', {}, { extraArgs: ['--tokenizer', 'acme/tokenizer'] }, 'AF-ENG-027', 'weights'],
    ['a template below the folder of weights', {}, { chatTemplate: '/models/mine.jinja' }, 'AF-ENG-027', 'weights'],
    ['an adapter below that folder', {}, { adapters: [{ name: 'a', source: '/models/a', rank: 8 }] }, 'AF-ENG-027', 'weights'],
    ['an identity of another cloud', {}, { identity: google }, 'AF-PLT-014', 'weights'],
    ['a vocabulary of its own', {}, { model: Model.GPT_OSS_20B }, 'AF-ENG-027', 'weights'],
    ['another loader', {}, { extraArgs: ['--load-format', 'safetensors'] }, 'AF-ENG-023', 'extraArgs'],
    ['another limit', {}, { env: { RUNAI_STREAMER_MEMORY_LIMIT: '-1' } }, 'AF-ENG-037', 'env.RUNAI_STREAMER_MEMORY_LIMIT'],
    ['another store', {}, { env: { AWS_ENDPOINT_URL: 'http://elsewhere' } }, 'AF-ENG-037', 'env.AWS_ENDPOINT_URL'],
    ['files for each GPU in fp8 at load', { sharded: true }, { quantization: 'fp8', gpu: Gpu.H100_SXM }, 'AF-ENG-027', 'weights.sharded'],
  ])('%s', (_, store, props, code, prop) => {
    expect(problemsOf({ ...S3, ...store }, props)).toContainEqual({ code, prop });
  });

  test('on cards of AMD nobody knows whether the image streams, unless it is one of yours', () => {
    const found = (engine: Engine) =>
      synthesize(S3, { gpu: Gpu.MI300X, engine })
        .plan()
        .findings.filter(({ code, prop }) => code === 'AF-ENG-027' && prop === 'weights')
        .map(({ message }) => message);
    expect(found(Engine.vllm())).toEqual([expect.stringContaining('nobody says that the image')]);
    expect(found(Engine.vllm({ image: 'registry.example.com/vllm-rocm-streaming' }))).toEqual([]);
  });

  test('behind a proxy it is uncertain whether the reader asks it', () => {
    const address = 'http://proxy.acme.internal:3128';
    const proxied = Cluster.fromKubeconfig({ context: 'prod-eu', proxy: { http: address, https: address, cidrs: ['10.1.0.0/24'] } });
    const template = synthesize(S3, { cluster: proxied });
    expect(findings(template)).toContain('AF-PLT-015');
    expect(envOf(template)).toHaveProperty('HTTPS_PROXY');
    expect(findings(synthesize({ ...S3, cidrs: ['10.20.0.0/24'] }, { cluster: proxied }))).not.toContain('AF-PLT-015');
  });

  test('AMD is uncertain', () => {
    expect(findings(synthesize(S3, { gpu: Gpu.MI300X }))).toContain('AF-ENG-027');
  });
});
