/** Weights: where they lie, who brings them, and what may reach the internet for it. */
import { TerraformStack, Testing } from 'cdktf';
import {
  Cluster,
  Engine,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  SecretRef,
  Weights,
  type WeightsClaimProps,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
const base: InferencePoolProps = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 };

function synthesize(props: Partial<InferencePoolProps> = {}): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'llama', { ...base, ...props });
  return templateOf(app, 'models');
}

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
}

interface PodSpec {
  readonly volumes: readonly { readonly name: string; readonly emptyDir?: object; readonly persistentVolumeClaim?: object }[];
  readonly affinity: unknown;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}

function podOf(template: FleetTemplate): PodSpec {
  const [deployment] = template.manifests().filter(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  return (deployment['spec'] as { template: { spec: PodSpec } }).template.spec;
}

const names = (template: FleetTemplate, kind: string) =>
  template
    .manifests()
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => metadata.name);

interface DownloadJob {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly spec: { readonly template: { readonly metadata: { labels: Record<string, string> }; readonly spec: PodSpec } };
}
const jobOf = (template: FleetTemplate) => template.manifests().find(({ kind }) => kind === 'Job') as unknown as DownloadJob;
const jobsOf = (template: FleetTemplate) => template.manifests().filter(({ kind }) => kind === 'Job') as unknown as DownloadJob[];
const commandOf = (job: DownloadJob | undefined) => job?.spec.template.spec.containers[0]?.command ?? [];
const repositoriesOf = (job: DownloadJob) => commandOf(job).slice(6);
const envOf = (containers: PodSpec['containers'] | undefined) => containers?.[0]?.env?.map(({ name }) => name);
const token = SecretRef.existing('hub', 'token');

describe('weights', () => {
  const claimed = (props: Partial<InferencePoolProps> & { readonly claim?: WeightsClaimProps } = {}) => {
    const { claim = {}, ...rest } = props;
    return synthesize({ weights: Weights.claim(claim), ...rest });
  };
  const claimOf = (template: FleetTemplate) => template.manifests().find(({ kind }) => kind === 'PersistentVolumeClaim');
  const claimName = (props: Parameters<typeof claimed>[0] = {}) => claimOf(claimed(props))?.metadata.name;

  test('are downloaded into the pod by default, and the pod may reach the hub', () => {
    const template = synthesize({ huggingFaceToken: token });
    const pod = podOf(template);
    expect(pod.volumes.find(({ name }) => name === 'weights')?.emptyDir).toEqual({ sizeLimit: '19Gi' });
    expect(names(template, 'NetworkPolicy')).toContain('llama-to-internet-443');
    expect(pod.initContainers?.map(({ name }) => name)).toEqual(['download']);
    expect(pod.initContainers?.[0]?.command).toContain('meta-llama/Llama-3.1-8B-Instruct');
  });

  test('the engine never sees the token and asks nobody for more', () => {
    for (const weights of [Weights.ephemeral(), Weights.claim()]) {
      const template = synthesize({ weights, huggingFaceToken: token });
      expect(envOf(podOf(template).containers)).not.toContain('HF_TOKEN');
      expect(podOf(template).containers[0]?.env).toContainEqual({ name: 'HF_HUB_OFFLINE', value: '1' });
    }
    expect(podOf(synthesize({ weights: Weights.existingClaim('models') })).containers[0]?.env).toContainEqual({
      name: 'HF_HUB_OFFLINE',
      value: '1',
    });
  });

  test('stay in a claim of the pool', () => {
    const template = claimed({ claim: { storageClass: 'fast-rwx', sizeGiB: 40 } });
    const claim = claimOf(template);
    expect(claim?.['spec']).toMatchObject({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'fast-rwx',
      resources: { requests: { storage: '40Gi' } },
    });
    expect(podOf(template).volumes.find(({ name }) => name === 'weights')?.persistentVolumeClaim).toMatchObject({
      claimName: claim?.metadata.name,
    });
  });

  test('of a claim are downloaded by a Job that alone has the token and the way to the internet', () => {
    const template = claimed({ huggingFaceToken: token });
    const job = jobOf(template);
    expect(envOf(job.spec.template.spec.containers)).toContain('HF_TOKEN');
    expect(podOf(template).initContainers?.map(({ name }) => name)).toEqual(['wait-for-weights']);
    const open = template.manifests().filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes('internet'));
    expect(open.map(({ spec }) => (spec as { podSelector: { matchLabels: object } }).podSelector.matchLabels)).toEqual([
      { 'app.kubernetes.io/name': 'llama-download', 'app.kubernetes.io/component': 'weights-download' },
    ]);
    expect(job.spec.template.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'llama-download' });
  });

  test('the serving pod waits for exactly the file that the Job writes last', () => {
    const template = claimed();
    const marker = jobOf(template).spec.template.spec.containers[0]?.command?.[4] ?? '';
    expect(marker).toMatch(/^\/models\/\.agent-fleet\/[0-9a-f]{8}\.complete$/);
    expect(podOf(template).initContainers?.[0]?.command?.[2]).toContain(`[ -f ${marker} ]`);
  });

  test.each<[string, Parameters<typeof claimed>[0]]>([
    ['model', { model: Model.LLAMA_3_2_3B_INSTRUCT }],
    ['checkpoint', { checkpoint: 'RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8' }],
    ['size, larger', { claim: { sizeGiB: 60 } }],
    ['size, smaller', { claim: { sizeGiB: 30 } }],
    ['class', { claim: { sizeGiB: 40, storageClass: 'other' } }],
    ['access mode', { claim: { sizeGiB: 40, accessMode: 'ReadWriteOnce' } }],
  ])('another %s is another claim, never a change of the one that runs', (_, change) => {
    expect(claimName(change)).not.toBe(claimName({ claim: { sizeGiB: 40 } }));
  });

  test.each<[string, Partial<InferencePoolProps>]>([
    ['engine', { engine: Engine.vllm({ version: '0.29.0' }) }],
    ['GPU', { gpu: Gpu.H100_SXM }],
    ['quantization at load', { quantization: 'fp8' }],
    ['context', { maxContextTokens: 4_096 }],
    ['replicas', { replicas: 3 }],
    ['environment', { env: { A: 'b' } }],
  ])('another %s leaves the claim alone', (_, change) => {
    expect(claimName({ claim: { sizeGiB: 40 }, ...change })).toBe(claimName({ claim: { sizeGiB: 40 } }));
  });

  test('whatever changes in the Job makes another Job, because nothing of it can be changed', () => {
    const base = jobOf(claimed());
    const other = jobOf(claimed({ engine: Engine.vllm({ version: '0.29.0' }) }));
    expect(other.metadata.name).not.toBe(base.metadata.name);
    expect(jobOf(claimed()).metadata.name).toBe(base.metadata.name);
  });

  test('a claim of one node is filled on the node of its replica', () => {
    const affinity = (accessMode: 'ReadWriteOnce' | 'ReadWriteMany') =>
      jobOf(claimed({ claim: { accessMode } })).spec.template.spec.affinity;
    expect(affinity('ReadWriteMany')).not.toHaveProperty('podAffinity');
    expect(affinity('ReadWriteOnce')).toMatchObject({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'llama' } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    });
  });

  test('a tokenizer and an adapter that arguments name come by a download of their own', () => {
    const template = claimed({ extraArgs: ['--enable-lora', '--lora-modules', 'sql=acme/sql-lora', '--tokenizer=acme/tokens'] });
    expect(jobsOf(template).map(repositoriesOf).sort()).toEqual([['acme/sql-lora', 'acme/tokens'], ['meta-llama/Llama-3.1-8B-Instruct']]);
  });

  test('gpt-oss finds the vocabulary that its library would fetch', () => {
    const template = claimed({ model: Model.GPT_OSS_20B, gpu: Gpu.H100_SXM });
    expect(podOf(template).containers[0]?.env).toContainEqual({ name: 'TIKTOKEN_ENCODINGS_BASE', value: '/models/vocabulary' });
    expect(jobOf(template).spec.template.spec.containers[0]?.command?.[5]).toBe('yes');
  });

  test('a pool with an existing claim has no way to the internet, and no download writes to the claim', () => {
    const template = synthesize({ weights: Weights.existingClaim('models') });
    expect(names(template, 'PersistentVolumeClaim')).toEqual([]);
    expect(names(template, 'Job')).toEqual([]);
    expect(podOf(template).initContainers ?? []).toEqual([]);
    expect(names(template, 'NetworkPolicy')).not.toContain('llama-to-internet-443');
  });

  test('a checkpoint that is a path is there already, in whatever volume', () => {
    const template = synthesize({ checkpoint: '/models/llama' });
    expect(podOf(template).initContainers ?? []).toEqual([]);
    expect(names(template, 'NetworkPolicy')).not.toContain('llama-to-internet-443');
  });

  test('a token that nothing uses is refused', () => {
    expect(() => synthesize({ weights: Weights.existingClaim('models'), huggingFaceToken: token })).toThrow(
      /AF-ENG-038.*huggingFaceToken|huggingFaceToken.*AF-ENG-038/s,
    );
    expect(() => synthesize({ checkpoint: '/models/llama', huggingFaceToken: token })).toThrow(/AF-ENG-038/);
  });

  test.each(['HF_HUB_OFFLINE', 'HF_HOME', 'HF_TOKEN'])('%s is not for env', (name) => {
    expect(() => synthesize({ env: { [name]: 'x' } })).toThrow(/AF-ENG-037/);
  });
});

test('the token for the hub is a reference', () => {
  const env = podOf(synthesize({ huggingFaceToken: token })).initContainers?.[0]?.env;
  expect(env?.find(({ name }) => name === 'HF_TOKEN')?.valueFrom).toMatchObject({ secretKeyRef: { name: 'hub', key: 'token' } });
});
