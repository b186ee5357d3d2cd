/** KV blocks on a claim of all replicas: what is made, what tells blocks of other weights and layouts apart, and what is refused. */
import { TerraformStack, Testing } from 'cdktf';
import { Cluster, Engine, FleetError, Gpu, InferencePool, type InferencePoolProps, Model, Scaling, Weights } from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import type { InferencePoolSpec } from '../../lib/inference/inference-pool-props';
import { NO_DEMAND } from '../../lib/inference/pool-demand';
import { poolView } from '../../lib/inference/pool-view';
import { servingBase } from '../../lib/inference/serving';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import { templateOf } from '../setup/template-of';
import { POOL_SPEC } from '../support/pool-spec';

/** As cdktf writes what is known when Terraform runs. */
const LATER = '$' + '{TfToken[TOKEN.7]}';
const LLAMA = 'meta-llama/Llama-3.1-8B-Instruct';
const COMMIT = '0e9e39f249a16976918f6564b8830bc894c89659';
const cluster = Cluster.fromKubeconfig({
  context: 'prod-eu',
  storageClasses: {
    efs: { fsGroup: 'ignored', group: 5_000 },
    loose: { fsGroup: 'ignored' },
    'disks-of-ours': { fsGroup: 'applied', accessMode: 'ReadWriteOnce' },
    gp3: { fsGroup: 'applied', accessMode: 'ReadWriteMany' },
  },
});
const props: InferencePoolProps = {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  maxContextTokens: 8_192,
  replicas: 2,
  weights: Weights.claim({ storageClass: 'efs' }),
  revisions: { [LLAMA]: COMMIT },
  offload: { kvCacheGiB: 64, kvCacheShared: { sizeGiB: 1_000, storageClass: 'efs' } },
};
/** Props in place of those above; undefined leaves one out. */
type Given = { readonly [K in keyof InferencePoolProps]?: InferencePoolProps[K] | undefined };

const shared = (more: object): Given => ({
  offload: { kvCacheGiB: 64, kvCacheShared: { sizeGiB: 1_000, storageClass: 'efs', ...more } },
});

function synthesize(given: Given = {}): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'served', { ...props, ...given } as InferencePoolProps);
  return templateOf(app, 'models');
}

interface Pod {
  readonly securityContext: { readonly fsGroup: number | string; readonly supplementalGroups?: readonly (number | string)[] };
  readonly volumes: readonly { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  readonly containers: readonly {
    readonly name: string;
    readonly args?: readonly string[];
    readonly command?: readonly string[];
    readonly resources: { readonly limits: Record<string, string> };
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
}

function podOf(given: Given = {}): Pod {
  const deployment = synthesize(given)
    .manifests()
    .find(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  return (deployment['spec'] as { template: { spec: Pod } }).template.spec;
}

const claims = (given: Given = {}) =>
  synthesize(given)
    .manifests()
    .filter(({ kind, metadata }) => kind === 'PersistentVolumeClaim' && metadata.name.includes('kv-blocks'));

function folderOf(given: Given = {}): string {
  const args = podOf(given).containers[0]?.args ?? [];
  const config = JSON.parse(args[args.indexOf('--kv-transfer-config') + 1] ?? '{}') as {
    kv_connector_extra_config: { secondary_tiers: readonly { root_dir: string }[] };
  };
  return config.kv_connector_extra_config.secondary_tiers[0]?.root_dir ?? '';
}

function problemsOf(given: Given) {
  try {
    synthesize(given);
  } catch (error) {
    if (error instanceof FleetError) return error.problems;
    throw error;
  }
  return [];
}

describe('what is made', () => {
  test('one claim for all replicas, which many nodes mount', () => {
    const [claim, ...others] = claims();
    expect(others).toEqual([]);
    expect(claim?.['spec']).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'efs',
      resources: { requests: { storage: '1000Gi' } },
    });
  });

  test('the pod mounts it, with the group of its class, and asks for no disk of the node for it', () => {
    const { volumes, containers, securityContext } = podOf();
    const [engine, pruner] = containers;
    expect(volumes.find(({ name }) => name === 'kv-blocks')?.persistentVolumeClaim?.claimName).toBe(claims()[0]?.metadata.name);
    expect(engine?.volumeMounts).toContainEqual(expect.objectContaining({ name: 'kv-blocks', mountPath: '/kv-blocks' }));
    expect(securityContext.supplementalGroups?.map(String)).toEqual(['5000']);
    expect(engine?.resources.limits['ephemeral-storage']).toBe(
      podOf({ offload: { kvCacheGiB: 64 } }).containers[0]?.resources.limits['ephemeral-storage'],
    );
    expect(pruner?.command?.slice(3)).toEqual(['/kv-blocks', String(900 * 1024 ** 3), 'shared']);
  });

  test('another size or class is another claim', () => {
    const names = [{}, { sizeGiB: 2_000 }, { storageClass: 'other' }].map((more) => claims(shared(more))[0]?.metadata.name);
    expect(new Set(names).size).toBe(3);
  });

  test('blocks are named alike in all pods', () => {
    expect((podOf().containers[0]?.args ?? []).join(' ')).toContain('--prefix-caching-hash-algo sha256_cbor --kv-transfer-config');
  });

  test('the plan has its tokens once for all replicas, and counts none for what fits', () => {
    const [pool] = synthesize().plan().pools;
    const [without] = synthesize({ offload: { kvCacheGiB: 64 } }).plan().pools;
    expect(pool?.hostMemory.kvShared).toEqual({
      gib: 1_000,
      storageClass: 'efs',
      // 128 KiB a token, in blocks of 16 tokens.
      kvTokens: expect.closeTo((900 * 1024 ** 3) / (128 * 1024), -2),
    });
    expect(pool?.supplyGiB).toBe(without?.supplyGiB);
  });
});

describe('folders tell blocks apart', () => {
  const changes: readonly (readonly [string, Given])[] = [
    ['the commit', { revisions: { [LLAMA]: '1'.repeat(40) } }],
    ['the release', { engine: Engine.vllm({ version: '0.33.0' }) }],
    ['the format of the cache', { kvCacheDtype: 'fp8' }],
    ['the format of the weights', { quantization: 'fp8' }],
    ['the GPUs of a layer', { gpusPerReplica: 2 }],
    ['the card', { gpu: Gpu.H200_SXM }],
    ['the longest context', { maxContextTokens: 16_384 }],
    ['a flag of the user', { extraArgs: ['--seed', '7'] }],
    ['a variable of the user', { env: { VLLM_KV_CACHE_LAYOUT: 'HND' } }],
    ['the way it runs', { tuning: { enforceEager: true } }],
  ];

  test.each(changes)('%s', (_, given) => {
    expect(folderOf(given)).toMatch(/^\/kv-blocks\/[0-9a-f]{16}$/);
    expect(folderOf(given)).not.toBe(folderOf());
  });

  test('no two of them agree', () => {
    expect(new Set(changes.map(([, given]) => folderOf(given))).size).toBe(changes.length);
  });

  test.each<[string, Given]>([
    ['more replicas', { replicas: 4 }],
    ['more requests at once', { maxNumSeqs: 32 }],
    ['another part of the memory', { gpuMemoryUtilization: 0.85 }],
    ['more host memory', { offload: { ...props.offload, kvCacheGiB: 96 } }],
    ['another name', { aliases: ['assistant'] }],
    ['no tools', { toolCalling: false }],
  ])('%s finds the same blocks', (_, given) => {
    expect(folderOf(given)).toBe(folderOf());
  });
});

describe('what is refused', () => {
  test.each<[string, Given, string, string]>([
    ['without host memory', { offload: { kvCacheShared: { sizeGiB: 10, storageClass: 'efs' } } }, 'AF-SPEC-001', 'offload.kvCacheShared'],
    [
      'beside the disk of the node',
      { offload: { kvCacheGiB: 8, kvCacheDiskGiB: 50, kvCacheShared: { sizeGiB: 10, storageClass: 'efs' } } },
      'AF-SPEC-001',
      'offload.kvCacheShared',
    ],
    ['part of a GiB', shared({ sizeGiB: 0.5 }), 'AF-SPEC-001', 'offload.kvCacheShared.sizeGiB'],
    ['no class', shared({ storageClass: undefined }), 'AF-SPEC-001', 'offload.kvCacheShared.storageClass'],
    [
      'a class of disks, as the cluster says',
      shared({ storageClass: 'disks-of-ours' }),
      'AF-PLT-004',
      'offload.kvCacheShared.storageClass',
    ],
    [
      'a class of disks, as the cloud makes it',
      shared({ storageClass: 'managed-csi' }),
      'AF-PLT-004',
      'offload.kvCacheShared.storageClass',
    ],
    ['a class whose group nobody knows', shared({ storageClass: 'loose' }), 'AF-PLT-010', 'offload.kvCacheShared.storageClass'],
    ['a commit that is not pinned', { revisions: undefined }, 'AF-ENG-027', 'offload.kvCacheShared'],
    ['a release without tiers', { engine: Engine.vllm({ version: '0.19.0' }), toolCalling: false }, 'AF-ENG-027', 'offload.kvCacheShared'],
    ['SGLang', { engine: Engine.sglang() }, 'AF-ENG-027', 'offload.kvCacheShared'],
    [
      'Ray',
      { engine: Engine.rayServe(), scaling: Scaling.queueDepth({ min: 1, max: 2 }), replicas: undefined },
      'AF-ENG-027',
      'offload.kvCacheShared',
    ],
    ['another hash of the user', { extraArgs: ['--prefix-caching-hash-algo', 'xxhash'] }, 'AF-ENG-023', 'extraArgs'],
  ])('%s', (_, given, code, prop) => {
    expect(problemsOf(given)).toContainEqual(expect.objectContaining({ code, prop }));
  });

  test.each(['disks-of-ours', 'gp2'])('weights for all replicas in a class of disks: %s', (storageClass) => {
    const mode = (accessMode: 'ReadWriteOnce' | 'ReadWriteMany') =>
      problemsOf({ offload: {}, replicas: 1, weights: Weights.claim({ storageClass, accessMode }) });
    expect(mode('ReadWriteMany')).toContainEqual(expect.objectContaining({ code: 'AF-PLT-004', prop: 'weights.storageClass' }));
    expect(mode('ReadWriteOnce')).toEqual([]);
  });

  test('what the cluster says of a class goes before its name', () => {
    expect(problemsOf(shared({ storageClass: 'gp3' }))).toEqual([]);
  });

  test('weights of which nobody knows whether they stay are a doubt', () => {
    const given = { checkpoint: '/models/tuned', weights: Weights.existingClaim('tuned'), revisions: undefined };
    const findings = synthesize(given).plan().findings;
    expect(findings).toContainEqual(expect.objectContaining({ code: 'AF-ENG-027', severity: 'warning', prop: 'offload.kvCacheShared' }));
  });

  test.each<[string, Partial<InferencePoolSpec>, RegExp[]]>([
    [
      'an image of the user by a tag',
      { engine: Engine.vllm({ image: 'registry.example.com/vllm' }) },
      [/vllm:v0\.30\.0 is always the same/],
    ],
    ['one by its digest', { engine: Engine.vllm({ image: 'registry.example.com/vllm', digest: `sha256:${'a'.repeat(64)}` }) }, []],
    ['a variable that is known later', { env: { VLLM_KV_CACHE_LAYOUT: LATER, OTHER: LATER } }, [/env\.VLLM_KV_CACHE_LAYOUT will be/]],
  ])('doubts: %s', (_, given, messages) => {
    const spec = { ...POOL_SPEC, revisions: props.revisions, offload: props.offload, ...given } as InferencePoolSpec;
    const nodes = new ClusterNodes('prod', []);
    const view = poolView(spec, {
      name: 'p',
      path: 's/p',
      namespace: 's',
      nodes,
      image: (reference) => reference,
      demand: () => NO_DEMAND,
    });
    const found = view.adapter.limits(servingBase(view)).filter(({ prop }) => prop === 'offload.kvCacheShared');
    expect(found).toEqual(messages.map((message) => expect.objectContaining({ uncertain: true, message: expect.stringMatching(message) })));
  });

  test('a hash of the user stays his where nothing is shared', () => {
    expect(problemsOf({ offload: {}, extraArgs: ['--prefix-caching-hash-algo', 'xxhash'] })).toEqual([]);
  });
});
