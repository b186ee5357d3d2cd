/** What is added to weights on a claim: it never brings the checkpoint again, and pods wait for all of it. */
import { TerraformStack, Testing } from 'cdktf';
import {
  Cluster,
  Engine,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  type LoraAdapter,
  Model,
  SecretRef,
  Speculative,
  Weights,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod' });
const props: InferencePoolProps = {
  cluster,
  model: Model.QWEN3_8B,
  gpu: Gpu.H100_SXM,
  maxContextTokens: 8_192,
  weights: Weights.claim({ storageClass: 'shared-rwx' }),
};
const COMMITS = ['b968826d9c46dd6066d109eabc6255188de91218', '0e9e39f249a16976918f6564b8830bc894c89659'] as const;

interface Job {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly [{ readonly command: readonly string[]; readonly env: readonly { readonly name: string }[] }];
      };
    };
  };
}

function synthesize(more: Partial<InferencePoolProps> = {}): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'base', { ...props, ...more });
  return templateOf(app, 'models');
}

const tuned = (count: number, rank = 16): LoraAdapter[] =>
  Array.from({ length: count }, (_, index) => ({ name: `tuned-${index}`, source: `acme/tuned-${index}`, rank }));

interface Pod {
  readonly initContainers: readonly { readonly command: readonly string[] }[];
}

function podOf(template: FleetTemplate): Pod {
  const deployment = template.manifests().find(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  return (deployment['spec'] as { template: { spec: Pod } }).template.spec;
}

function read(more: Partial<InferencePoolProps> = {}) {
  const template = synthesize(more);
  const objects = template.manifests();
  const jobs = objects.filter(({ kind }) => kind === 'Job') as unknown as Job[];
  const [base, added] = ['-download-', '-additions-'].map((part) => jobs.filter(({ metadata }) => metadata.name.includes(part)));
  const claim = objects.find(({ kind }) => kind === 'PersistentVolumeClaim');
  return {
    template,
    claim: claim?.metadata.name,
    sizeGiB: Number.parseInt(/"storage":"(\d+)Gi"/.exec(JSON.stringify(claim))?.[1] ?? '', 10),
    jobs: [...(base ?? []), ...(added ?? [])].map(({ metadata, spec }) => ({
      name: metadata.name,
      labels: spec.template.metadata.labels,
      env: spec.template.spec.containers[0].env.map(({ name }) => name),
      program: spec.template.spec.containers[0].command[2] ?? '',
      marker: spec.template.spec.containers[0].command[4] ?? '',
      repositories: spec.template.spec.containers[0].command.slice(6),
    })),
    waits: [...(podOf(template).initContainers[0]?.command.at(-1) ?? '').matchAll(/\[ -f (\S+) \]/g)].map(([, file]) => file),
  };
}

/** A model of one's own whose size was said, or corrected. */
const sized = (checkpointGiB: number) => Model.custom({ ...Model.QWEN3_8B.facts, checkpointGiB });

describe('the claim', () => {
  test.each<[string, Partial<InferencePoolProps>]>([
    ['a first adapter', { adapters: tuned(1) }],
    ['a thirteenth adapter', { adapters: tuned(13) }],
    ['adapters on SGLang', { engine: Engine.sglang(), adapters: tuned(13) }],
    ['a drafter', { speculative: Speculative.draftModel({ drafter: Model.QWEN3_0_6B, tokens: 3 }) }],
    ['a tokenizer of another repository', { extraArgs: ['--tokenizer=acme/tokens'] }],
    ['the commit of an adapter', { adapters: tuned(1), revisions: { 'acme/tuned-0': COMMITS[0] } }],
    ['a size of the catalog', { model: sized(17) }],
    ['another engine', { engine: Engine.tensorRtLlm() }],
  ])('stays as it is with %s', (_, change) => {
    expect(read(change).claim).toBe(read().claim);
  });

  test.each<[string, Partial<InferencePoolProps>]>([
    ['another checkpoint', { checkpoint: 'acme/qwen-tuned', weights: Weights.claim({ storageClass: 'shared-rwx', sizeGiB: 40 }) }],
    ['a commit', { revisions: { 'Qwen/Qwen3-8B': COMMITS[0] } }],
    ['a class', { weights: Weights.claim({ storageClass: 'other-rwx' }) }],
    ['an access mode', { weights: Weights.claim({ storageClass: 'shared-rwx', accessMode: 'ReadWriteOnce' }) }],
    ['a size that is written', { weights: Weights.claim({ storageClass: 'shared-rwx', sizeGiB: 60 }) }],
    ['adapters that its room does not hold', { adapters: tuned(60, 64) }],
  ])('is another one with %s', (_, change) => {
    expect(read(change).claim).not.toBe(read().claim);
  });

  test('has room for twice what is added, at least 8 GiB, in steps that double', () => {
    const room = (more: Partial<InferencePoolProps>) => read(more).sizeGiB;
    const bare = room({ engine: Engine.tensorRtLlm() });
    expect(room({}) - bare).toBe(8);
    expect(room({ adapters: tuned(13) }) - bare).toBe(8);
    const many = room({ adapters: tuned(60, 64) }) - bare;
    expect([16, 32, 64, 128]).toContain(many);
    expect(many).toBeGreaterThanOrEqual((2 * (60 * 64 * 36 * (2 * 8_192 + 2 * 5_120 + 3 * 16_384) * 2)) / 1024 ** 3);
  });
});

describe('the download', () => {
  test('of a thirteenth adapter leaves that of the checkpoint alone', () => {
    const [before, after] = [read({ adapters: tuned(12) }), read({ adapters: tuned(13) })];
    const [base, added] = after.jobs;
    expect(base).toEqual(before.jobs[0]);
    expect(base?.repositories).toEqual(['Qwen/Qwen3-8B']);
    expect(added?.name).not.toBe(before.jobs[1]?.name);
    expect(added?.repositories).toHaveLength(13);
    expect(added?.repositories).not.toContain('Qwen/Qwen3-8B');
  });

  test('of a first adapter leaves that of the checkpoint alone, and pods wait for both', () => {
    const [before, after] = [read(), read({ adapters: tuned(1) })];
    expect(before.jobs).toHaveLength(1);
    expect(before.waits).toEqual([before.jobs[0]?.marker]);
    expect(after.jobs[0]).toEqual(before.jobs[0]);
    expect(after.waits).toEqual(after.jobs.map(({ marker }) => marker));
    expect(new Set(after.waits).size).toBe(2);
  });

  test('of the same adapters in another order is the same', () => {
    const of = (adapters: LoraAdapter[]) => read({ adapters }).jobs[1];
    expect(of([...tuned(3)].reverse())).toEqual(of(tuned(3)));
  });

  test('of another commit of an adapter has a marker of its own', () => {
    const of = (commit: string) => read({ adapters: tuned(1), revisions: { 'acme/tuned-0': commit } }).jobs[1];
    expect(of(COMMITS[0])?.marker).not.toBe(of(COMMITS[1])?.marker);
    expect(of(COMMITS[0])?.repositories).toEqual([`acme/tuned-0@${COMMITS[0]}`]);
  });

  test('has the token, the checksums and the way to the hub that the other has', () => {
    const token = SecretRef.existing('hub', 'token');
    const { jobs, template } = read({ adapters: tuned(1), huggingFaceToken: token });
    expect(jobs[1]?.env).toEqual(jobs[0]?.env);
    expect(jobs[1]?.env).toEqual(expect.arrayContaining(['HF_TOKEN', 'VERIFY_CHECKSUMS']));
    expect(jobs[1]?.labels).toEqual(jobs[0]?.labels);
    const ways = template.manifests().filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes('internet'));
    expect(ways).toHaveLength(1);
  });

  test('brings the vocabulary with the checkpoint alone', () => {
    const words = (job: { program: string } | undefined) => job?.program.includes('o200k_base');
    const { jobs } = read({ model: Model.GPT_OSS_20B, adapters: tuned(1), maxContextTokens: 4_096 });
    expect(jobs.map(words)).toEqual([true, false]);
  });

  test('never brings twice what has a note, and writes the marker after all notes', () => {
    const { program } = read({ adapters: tuned(2) }).jobs[1] ?? { program: '' };
    expect(program.indexOf('write(note')).toBeGreaterThan(program.indexOf('if note.exists()'));
    expect(program.lastIndexOf('write(marker')).toBeGreaterThan(program.indexOf('write(note'));
  });

  test('of pods that load for themselves is one', () => {
    const { initContainers } = podOf(synthesize({ weights: Weights.ephemeral(), adapters: tuned(2) }));
    expect(initContainers.map(({ command }) => command.slice(6))).toEqual([['Qwen/Qwen3-8B', 'acme/tuned-0', 'acme/tuned-1']]);
  });
});
