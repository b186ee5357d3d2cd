/** Weights near the pods: a volume of each pod, an image, and how long a start takes from wherever they lie. */
import { TerraformStack, Testing } from 'cdktf';
import {
  Cluster,
  Engine,
  FleetError,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  Scaling,
  SecretRef,
  Weights,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import * as fc from 'fast-check';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', imagePullSecrets: ['registry'] });
const base: InferencePoolProps = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 };

function synthesize(props: Partial<InferencePoolProps> = {}, of = cluster): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'llama', { ...base, cluster: of, ...props });
  return templateOf(app, 'models');
}

const problemsOf = (props: Partial<InferencePoolProps>) => {
  try {
    synthesize(props);
    return [];
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    return error.problems.map(({ code, prop }) => ({ code, prop }));
  }
};

interface Pod {
  readonly volumes: readonly { readonly name: string; readonly emptyDir?: object; readonly ephemeral?: object }[];
  readonly imagePullSecrets?: readonly object[];
  readonly initContainers?: readonly {
    readonly name: string;
    readonly image: string;
    readonly command: readonly string[];
    readonly env?: unknown;
  }[];
  readonly containers: readonly {
    readonly resources: { readonly requests: Record<string, string> };
    readonly startupProbe: { readonly failureThreshold: number };
  }[];
}

const podOf = (template: FleetTemplate): Pod =>
  (template.manifests().find(({ kind }) => kind === 'Deployment') as unknown as { spec: { template: { spec: Pod } } }).spec.template.spec;
const volumeOf = (template: FleetTemplate) => podOf(template).volumes.find(({ name }) => name === 'weights');
const policies = (template: FleetTemplate) =>
  template
    .manifests()
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata }) => metadata.name);
const startOf = (props: Partial<InferencePoolProps>) => synthesize(props).plan().pools[0]?.coldStart;

describe('a volume of each pod', () => {
  const template = synthesize({
    weights: Weights.ephemeral({ storageClass: 'local-nvme' }),
    huggingFaceToken: SecretRef.existing('hub', 'token'),
  });

  test('is made from the class, as large as the checkpoint and a fifth, and goes with the pod', () => {
    expect(volumeOf(template)).toEqual({
      name: 'weights',
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'local-nvme', resources: { requests: { storage: '19Gi' } } },
        },
      },
    });
  });

  test('takes nothing of the disk of the node, and the download fills it', () => {
    const onDisk = (weights: Weights) => podOf(synthesize({ weights })).containers[0]?.resources.requests['ephemeral-storage'];
    expect(
      Number.parseInt(onDisk(Weights.ephemeral()) ?? '', 10) -
        Number.parseInt(onDisk(Weights.ephemeral({ storageClass: 'local-nvme' })) ?? '', 10),
    ).toBe(19);
    expect(podOf(template).initContainers?.map(({ name }) => name)).toEqual(['download']);
  });

  test.each<[string, Partial<InferencePoolProps>, string, string]>([
    ['too small', { weights: Weights.ephemeral({ storageClass: 'local-nvme', sizeGiB: 10 }) }, 'AF-PLT-006', 'weights.sizeGiB'],
  ])('is refused where it is %s', (_, props, code, prop) => {
    expect(problemsOf(props)).toContainEqual({ code, prop });
  });
});

describe('weights in an image', () => {
  const image = 'registry.internal/weights/llama:3.1';
  const template = synthesize({ weights: Weights.image({ image, path: '/weights' }) });

  test('are copied before the engine starts, by a container without token', () => {
    const [copy, ...others] = podOf(template).initContainers ?? [];
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ name: 'copy-weights', image, command: ['sh', '-c', 'cp -r "$1"/. "$2"/', 'copy', '/weights', '/models'] });
    expect(copy?.env ?? []).toEqual([]);
    expect(volumeOf(template)?.emptyDir).toEqual({ sizeLimit: '19Gi' });
  });

  test('come with the logins of the cluster, are in the bill of images, and need no way out', () => {
    expect(podOf(template).imagePullSecrets).toEqual([{ name: 'registry' }]);
    expect(template.plan().images?.map(({ source }) => source)).toContain(image);
    expect(policies(template).filter((name) => name.includes('internet'))).toEqual([]);
  });

  test('are pulled through the mirror of the cluster', () => {
    const mirrored = Cluster.fromKubeconfig({ context: 'prod-eu', registryMirror: 'mirror.internal' });
    expect(podOf(synthesize({ weights: Weights.image({ image }) }, mirrored)).initContainers?.[0]?.image).toMatch(/^mirror\.internal\//);
  });

  test('need no token', () => {
    expect(problemsOf({ weights: Weights.image({ image }), huggingFaceToken: SecretRef.existing('hub', 'token') })).toEqual([
      { code: 'AF-ENG-038', prop: 'huggingFaceToken' },
    ]);
    expect(problemsOf({ weights: Weights.image({ image }) })).toEqual([]);
  });

  test('are near the pods: a large model may scale with them', () => {
    const large: Partial<InferencePoolProps> = {
      model: Model.LLAMA_3_3_70B_INSTRUCT,
      gpu: Gpu.H200_SXM,
      gpusPerReplica: 2,
      scaling: Scaling.queueDepth({ min: 1, max: 2 }),
      huggingFaceToken: SecretRef.existing('hub', 'token'),
    };
    const { huggingFaceToken: _, ...withoutToken } = large;
    const codes = (props: Partial<InferencePoolProps>) =>
      synthesize(props)
        .plan()
        .findings.map(({ code }) => code);
    expect(codes(large)).toContain('AF-ELA-012');
    expect(codes({ ...withoutToken, weights: Weights.image({ image }) })).not.toContain('AF-ELA-012');
  });
});

describe('a cold start', () => {
  const bytes = 14.96 * 1024 ** 3;

  test.each<[string, Weights | undefined, number, RegExp]>([
    ['the hub', undefined, 100, /assumed/],
    ['a claim', Weights.claim(), 125, /gp3/],
    ['a claim that exists', Weights.existingClaim('models'), 125, /gp3/],
    ['an image', Weights.image({ image: 'registry.internal/weights:1' }), 100, /registry/],
    ['a fast claim', Weights.claim({ readMBps: 500 }), 500, /as declared/],
    ['local disks', Weights.ephemeral({ storageClass: 'local-nvme', readMBps: 870 }), 870, /as declared/],
    ['a slow claim that exists', Weights.existingClaim('models', { readMBps: 40 }), 40, /as declared/],
  ])('from %s is bytes ÷ rate and the engine, each with its source', (_, weights, rate, source) => {
    const start = startOf(weights === undefined ? {} : { weights });
    const [node, image, loading, engine] = start?.parts ?? [];
    expect(loading?.seconds).toBe(Math.ceil(bytes / (rate * 1e6)) + 0);
    expect(loading?.source).toMatch(source);
    expect([node?.seconds, image?.seconds, engine?.seconds]).toEqual([null, null, 600]);
    expect(start?.seconds).toBe(Math.ceil((bytes / (rate * 1e6) + 600) / 10) * 10);
  });

  test('from a slow volume may take longer than probes give by themselves', () => {
    const probe = (weights: Weights) => podOf(synthesize({ weights })).containers[0]?.startupProbe.failureThreshold ?? 0;
    expect(probe(Weights.claim({ readMBps: 5 }))).toBe(Math.ceil((bytes / 5e6 + 600) / 10));
    expect(probe(Weights.claim({ readMBps: 500 }))).toBe(probe(Weights.claim()));
  });

  test('is never longer from a faster place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }), (one, other) => {
        const [slow, fast] = [Math.min(one, other), Math.max(one, other)].map(
          (readMBps) => startOf({ weights: Weights.claim({ readMBps }) })?.seconds ?? 0,
        );
        expect(fast).toBeLessThanOrEqual(slow ?? 0);
      }),
      { numRuns: 15 },
    );
  });
});

test.each<[string, () => Weights]>([
  ['a size without a class', () => Weights.ephemeral({ sizeGiB: 10 })],
  ['no rate', () => Weights.claim({ readMBps: 0 })],
  ['a rate of nothing known', () => Weights.existingClaim('models', { readMBps: Number.NaN })],
  ['an image without a tag', () => Weights.image({ image: 'registry.internal/weights' })],
  ['a path that is code', () => Weights.image({ image: 'registry.internal/weights:1', path: '/a; rm -rf /' })],
  ['a relative path', () => Weights.image({ image: 'registry.internal/weights:1', path: 'models' })],
])('refused: %s', (_, make) => {
  expect(make).toThrow(/AF-SPEC-001/);
});

test('an engine with a folder of its own gets the files there', () => {
  const image = 'registry.internal/weights/bge:1';
  const template = synthesize({ model: Model.BGE_M3, engine: Engine.textEmbeddingsInference(), weights: Weights.image({ image }) });
  expect(podOf(template).initContainers?.[0]?.command.slice(-2)).toEqual(['/models', '/models']);
});
