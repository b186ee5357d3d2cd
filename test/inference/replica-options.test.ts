import { TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  FleetError,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  Speculative,
  Topology,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
const small: InferencePoolProps = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };
const large: InferencePoolProps = { ...small, model: Model.LLAMA_3_3_70B_INSTRUCT, quantization: 'fp8', gpusPerReplica: 2 };
const experts: InferencePoolProps = { ...small, model: Model.QWEN3_30B_A3B_INSTRUCT_2507 };

function synthesize(props: InferencePoolProps): FleetTemplate {
  const app = Testing.app();
  new InferencePool(new TerraformStack(app, 'models'), 'served', props);
  return templateOf(app, 'models');
}

function poolOf(props: InferencePoolProps) {
  const [pool] = synthesize(props).plan().pools;
  if (pool === undefined) throw new Error('no pool');
  return pool;
}

interface Pod {
  readonly volumes: readonly { readonly name: string; readonly emptyDir?: { readonly sizeLimit?: string } }[];
  readonly containers: readonly {
    readonly name: string;
    readonly command?: readonly string[];
    readonly args: readonly string[];
    readonly env: readonly { readonly name: string; readonly value?: string }[];
    readonly resources: { readonly limits: Record<string, string>; readonly requests: Record<string, string> };
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
}

function podOf(props: InferencePoolProps): Pod {
  const deployment = synthesize(props)
    .manifests()
    .find(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  return (deployment['spec'] as { template: { spec: Pod } }).template.spec;
}

const limitsOf = (props: InferencePoolProps) => podOf(props).containers[0]?.resources.limits ?? {};
const argsOf = (props: InferencePoolProps) => (podOf(props).containers[0]?.args ?? []).join(' ');
const termOf = (props: InferencePoolProps, id: string) => poolOf(props).memory.terms.find((term) => term.id === id)?.perGpuGiB ?? 0;

function problemsOf(props: InferencePoolProps) {
  try {
    synthesize(props);
  } catch (error) {
    if (error instanceof FleetError) return error.problems;
    throw error;
  }
  return [];
}

describe('pipeline stages', () => {
  const staged: InferencePoolProps = { ...large, gpusPerReplica: 4, parallelism: { pipeline: 2 } };

  test('share the layers: half the weights on each GPU, twice the GPUs in the pod', () => {
    expect(argsOf(staged)).toContain('--tensor-parallel-size 2');
    expect(argsOf(staged)).toContain('--pipeline-parallel-size 2');
    expect(limitsOf(staged)['nvidia.com/gpu']).toBe('4');
    expect(poolOf(staged).gpusPerReplica).toBe(4);
    expect(termOf(staged, 'weights')).toBeLessThan(0.55 * termOf(large, 'weights'));
  });

  test('cost what their GPUs cost, and count against the quota', () => {
    const [one, two] = [poolOf(large).costPerHour.floor ?? 0, poolOf(staged).costPerHour.floor ?? 0];
    expect(two).toBeCloseTo(2 * one, 6);
    const few = Cluster.fromKubeconfig({ context: 'few', nodePools: { h100: { gpu: Gpu.H100_SXM, gpusPerNode: 4, nodes: 1 } } });
    expect(problemsOf({ ...staged, cluster: few })).toEqual([]);
    expect(problemsOf({ ...staged, cluster: few, replicas: 2 })).toContainEqual(expect.objectContaining({ code: 'AF-CLU-001', value: 8 }));
  });

  test('stay in one node', () => {
    const narrow = Cluster.fromKubeconfig({ context: 'narrow', nodePools: { h100: { gpu: Gpu.H100_SXM, gpusPerNode: 2, nodes: 4 } } });
    expect(problemsOf({ ...staged, cluster: narrow })).toContainEqual(
      expect.objectContaining({ code: 'AF-CLU-004', prop: 'gpusPerReplica', value: 4 }),
    );
  });
});

describe('experts', () => {
  const spread: InferencePoolProps = { ...experts, gpusPerReplica: 4, parallelism: { data: 4, expert: true } };

  test('copies of the attention share them: fewer weights on each GPU, a KV cache for every copy', () => {
    expect(argsOf(spread)).toContain('--data-parallel-size 4 --enable-expert-parallel');
    expect(limitsOf(spread)['nvidia.com/gpu']).toBe('4');
    expect(termOf(spread, 'weights')).toBeLessThan(0.5 * termOf(experts, 'weights'));
    expect(poolOf(spread).memory.kvTokensPerReplica).toBeGreaterThan(4 * poolOf(experts).memory.kvTokensPerReplica);
  });

  test.each([
    [25, 'fits'],
    [24, 'rejected'],
  ] as const)('sessions of a replica live in its copies: with %i at a time in each of them 100 %s', (maxNumSeqs, verdict) => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'models');
    const pool = new InferencePool(stack, 'served', { ...spread, maxNumSeqs });
    new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 100,
      roles: { writer: { pool, contextTokens: 8_000 } },
      runtime: { framework: 'custom', image: 'registry.example.com/crew:1' },
    });
    expect(pool.view().verdict.verdict).toBe(verdict);
    if (verdict === 'rejected') return;
    const [planned] = templateOf(checkedAlone(app), 'models').plan().pools;
    expect(planned?.supplyGiB).toBeCloseTo(planned?.memory.kvGiBPerReplica ?? 0, 2);
  });

  test('there are none in a dense model', () => {
    expect(problemsOf({ ...small, gpusPerReplica: 2, parallelism: { data: 2 } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'parallelism.data', repairs: ['replicas: 2 instead'] }),
    );
    expect(problemsOf({ ...small, gpusPerReplica: 2, parallelism: { expert: true } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'parallelism.expert' }),
    );
  });

  test('on a single GPU there is nothing to spread', () => {
    expect(problemsOf({ ...experts, parallelism: { expert: true } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'parallelism.expert' }),
    );
  });
});

describe('context over GPUs', () => {
  const copied: InferencePoolProps = { ...experts, gpusPerReplica: 8 };
  const shared: InferencePoolProps = { ...copied, parallelism: { decodeContext: 2 } };

  test('GPUs that would copy a KV head share its tokens', () => {
    expect(argsOf(shared)).toContain('--decode-context-parallel-size 2');
    expect(poolOf(shared).memory.kvBytesPerToken).toBe(poolOf(copied).memory.kvBytesPerToken / 2);
  });

  test('where nothing is copied there is nothing to share', () => {
    expect(problemsOf({ ...large, parallelism: { decodeContext: 2 } })).toContainEqual(
      expect.objectContaining({ code: 'AF-CAP-031', prop: 'parallelism.decodeContext' }),
    );
  });
});

describe('offload', () => {
  test('KV blocks in host memory: the flag, the shared memory that holds them, and the memory of the pod', () => {
    const props: InferencePoolProps = { ...large, offload: { kvCacheGiB: 96 } };
    expect(argsOf(props)).toContain('--kv-offloading-size 96');
    expect(podOf(props).volumes.find(({ name }) => name === 'shm')?.emptyDir?.sizeLimit).toBe('112Gi');
    expect(limitsOf(props)['memory']).toBe(`${64 + 96}Gi`);
    expect(poolOf(props).hostMemory.kvTokensPerReplica).toBeGreaterThan(500_000);
  });

  test('on the disk of the node: the tier, its folder, and a container that removes the oldest files', () => {
    const props: InferencePoolProps = { ...large, offload: { kvCacheGiB: 96, kvCacheDiskGiB: 500 } };
    const tiers =
      '"kv_connector_extra_config":{"spec_name":"TieringOffloadingSpec","secondary_tiers":[{"type":"fs","root_dir":"/kv-blocks"}]}';
    expect(argsOf(props)).toContain(`--kv-offloading-size 96 --kv-transfer-config {"engine_id":"pool",${tiers}}`);
    expect(podOf(props).volumes.find(({ name }) => name === 'kv-blocks')?.emptyDir?.sizeLimit).toBe('516Gi');
    expect(limitsOf(props)['ephemeral-storage']).toBe(`${Number.parseInt(limitsOf(large)['ephemeral-storage'] ?? '', 10) + 516}Gi`);
    const pruner = podOf(props).containers.find(({ name }) => name === 'kv-blocks-pruner');
    expect(pruner?.command?.slice(3)).toEqual(['/kv-blocks', String(500 * 1024 ** 3)]);
    expect(pruner?.volumeMounts).toEqual([expect.objectContaining({ name: 'kv-blocks', mountPath: '/kv-blocks' })]);
    const { hostMemory, supplyGiB } = poolOf(props);
    expect(hostMemory).toMatchObject({ kvDisk: { gib: 500 }, offloadedGiB: 96 });
    expect(hostMemory.kvDisk?.kvTokensPerReplica).toBeCloseTo((hostMemory.kvTokensPerReplica * 500) / 96, -4);
    // 8,192 tokens × 160 KiB over two links of PCIe 5.0.
    expect(hostMemory.kvReturnSeconds).toBeCloseTo((8_192 * 160 * 1024) / (2 * 64e9), 3);
    expect(supplyGiB).toBe(poolOf(large).supplyGiB);
  });

  test.each<[string, Partial<InferencePoolProps>, string]>([
    ['alone', { offload: { kvCacheDiskGiB: 100 } }, 'AF-SPEC-001'],
    [
      'in a release without tiers',
      { engine: Engine.vllm({ version: '0.19.0' }), toolCalling: false, offload: { kvCacheGiB: 8, kvCacheDiskGiB: 100 } },
      'AF-ENG-027',
    ],
  ])('on disk %s is refused', (_, props, code) => {
    expect(problemsOf({ ...large, ...props })).toContainEqual(expect.objectContaining({ code, prop: 'offload.kvCacheDiskGiB' }));
  });

  test('and they never count for what fits', () => {
    expect(poolOf({ ...large, offload: { kvCacheGiB: 96 } }).supplyGiB).toBe(poolOf(large).supplyGiB);
  });

  test('weights in host memory leave the GPU and go to the pod', () => {
    const props: InferencePoolProps = { ...large, offload: { weightsGiBPerGpu: 10 }, resources: { memory: '64Gi' } };
    expect(argsOf(props)).toContain('--cpu-offload-gb 10');
    expect(termOf(props, 'weights')).toBeCloseTo(termOf(large, 'weights') - 10, 2);
    expect(limitsOf(props)['memory']).toBe('84Gi');
  });

  test('an encoder keeps nothing that could leave', () => {
    expect(problemsOf({ ...small, model: Model.BGE_M3, offload: { kvCacheGiB: 8 } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'offload.kvCacheGiB' }),
    );
  });

  test('an amount that is none cannot be added to', () => {
    expect(problemsOf({ ...large, offload: { kvCacheGiB: 96 }, resources: { memory: 'plenty' } })).toContainEqual(
      expect.objectContaining({ code: 'AF-SPEC-001', prop: 'resources.memory' }),
    );
  });

  test('an old release has no such tier', () => {
    expect(
      problemsOf({ ...large, engine: Engine.vllm({ version: '0.10.2' }), toolCalling: false, offload: { kvCacheGiB: 8 } }),
    ).toContainEqual(
      expect.objectContaining({
        code: 'AF-ENG-043',
        prop: 'offload.kvCacheGiB',
        message: expect.stringContaining('vLLM 0.10.2 has no --kv-offloading-size'),
      }),
    );
  });
});

describe('tuning', () => {
  test('without graphs their memory is cache', () => {
    const props: InferencePoolProps = { ...large, tuning: { enforceEager: true } };
    expect(argsOf(props)).toContain('--enforce-eager');
    expect(termOf(props, 'graphs')).toBeLessThan(0.1);
    expect(poolOf(props).supplyGiB).toBeGreaterThan(poolOf(large).supplyGiB);
  });

  test('the sampler is a variable of the engine, and part of the arithmetic', () => {
    const wide: InferencePoolProps = { ...small, model: Model.QWEN3_0_6B, maxNumSeqs: 1_024 };
    const of = (sampler: 'native' | 'flashinfer'): InferencePoolProps => ({ ...wide, tuning: { sampler } });
    const variable = (props: InferencePoolProps) =>
      podOf(props).containers[0]?.env.find(({ name }) => name === 'VLLM_USE_FLASHINFER_SAMPLER')?.value;
    expect([variable(wide), variable(of('native')), variable(of('flashinfer'))]).toEqual([undefined, '0', '1']);
    expect(termOf(of('flashinfer'), 'activation')).not.toBe(termOf(of('native'), 'activation'));
  });

  test('the variable has one owner', () => {
    expect(problemsOf({ ...small, env: { VLLM_USE_FLASHINFER_SAMPLER: '1' } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-037', prop: 'env.VLLM_USE_FLASHINFER_SAMPLER' }),
    );
  });

  test('FlashInfer does not draw on Turing', () => {
    expect(problemsOf({ ...small, model: Model.QWEN3_0_6B, gpu: Gpu.T4, tuning: { sampler: 'flashinfer' } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'tuning.sampler', value: 'flashinfer' }),
    );
  });

  test('windows that are not used need the cache of the whole context', () => {
    const windowed: InferencePoolProps = { ...small, model: Model.GPT_OSS_20B };
    const off: InferencePoolProps = { ...windowed, tuning: { hybridKvCacheManager: false } };
    const bytes = ({ memory, demandGiB }: ReturnType<typeof poolOf>) => [memory.kvFormula, demandGiB];
    expect(argsOf(off)).toContain('--disable-hybrid-kv-cache-manager');
    expect(bytes(poolOf(off))).not.toEqual(bytes(poolOf(windowed)));
  });

  test('a model without windows has nothing to switch off', () => {
    expect(problemsOf({ ...small, tuning: { hybridKvCacheManager: false } })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'tuning.hybridKvCacheManager' }),
    );
  });
});

describe('rare formats of the KV cache', () => {
  test('4 bit on a datacenter Blackwell', () => {
    const props: InferencePoolProps = { ...small, gpu: Gpu.B200, kvCacheDtype: 'nvfp4' };
    expect(argsOf(props)).toContain('--kv-cache-dtype nvfp4');
    expect(poolOf(props).memory.kvBytesPerToken).toBe((131_072 / 2) * (0.5 + 1 / 16));
    expect(poolOf(props).precision.kvCache).toBe('nvfp4');
  });

  test.each([
    ['nvfp4', Gpu.H100_SXM],
    ['nvfp4', Gpu.RTX_5090],
  ] as const)('no %s on other GPUs', (kvCacheDtype, gpu) => {
    expect(problemsOf({ ...small, gpu, kvCacheDtype })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'kvCacheDtype', value: 'nvfp4', repairs: ["kvCacheDtype: 'fp8'"] }),
    );
  });

  test('8 bit with a scale per token and head, also on Ampere', () => {
    const props: InferencePoolProps = { ...small, gpu: Gpu.A100_80GB_PCIE, kvCacheDtype: 'int8_per_token_head' };
    expect(argsOf(props)).toContain('--kv-cache-dtype int8_per_token_head');
    expect(poolOf(props).memory.kvBytesPerToken).toBe((131_072 / 2) * (1 + 4 / 128));
  });

  test('a release that has no such format refuses it', () => {
    expect(
      problemsOf({ ...small, engine: Engine.vllm({ version: '0.19.0' }), gpu: Gpu.A100_80GB_PCIE, kvCacheDtype: 'int8_per_token_head' }),
    ).toContainEqual(expect.objectContaining({ code: 'AF-ENG-043', prop: 'kvCacheDtype' }));
  });
});

describe('speculative decoding', () => {
  const config = (speculative: Speculative, props: InferencePoolProps = large) => {
    const args = podOf({ ...props, speculative }).containers[0]?.args ?? [];
    return JSON.parse(args[args.indexOf('--speculative-config') + 1] ?? '') as unknown;
  };

  test('by looking up the prompt takes no memory', () => {
    const speculative = Speculative.promptLookup({ tokens: 4, shortestMatch: 2 });
    expect(config(speculative)).toEqual({ method: 'ngram', num_speculative_tokens: 4, prompt_lookup_max: 5, prompt_lookup_min: 2 });
    expect(poolOf({ ...large, speculative }).supplyGiB).toBe(poolOf(large).supplyGiB);
  });

  test('by a small model takes its weights and its cache', () => {
    const speculative = Speculative.draftModel({ drafter: Model.LLAMA_3_2_1B_INSTRUCT, tokens: 5 });
    expect(config(speculative)).toEqual({ method: 'draft_model', model: 'meta-llama/Llama-3.2-1B-Instruct', num_speculative_tokens: 5 });
    const [with_, without] = [poolOf({ ...large, speculative }), poolOf(large)];
    expect(with_.supplyGiB).toBeLessThan(without.supplyGiB - 1);
    expect(with_.memory.kvBytesPerToken).toBeGreaterThan(without.memory.kvBytesPerToken);
    expect(with_.engineOptions.speculative).toEqual({
      method: 'draft-model',
      tokens: 5,
      checkpoint: 'meta-llama/Llama-3.2-1B-Instruct',
    });
  });

  test('the drafter is downloaded, too', () => {
    const sizeOf = (props: InferencePoolProps) => podOf(props).volumes.find(({ name }) => name === 'weights')?.emptyDir?.sizeLimit;
    const speculative = Speculative.draftModel({ drafter: Model.LLAMA_3_2_1B_INSTRUCT, tokens: 5 });
    expect(Number.parseInt(sizeOf({ ...large, speculative }) ?? '', 10)).toBeGreaterThan(Number.parseInt(sizeOf(large) ?? '', 10) + 1);
  });

  test('by a head of known size', () => {
    const drafter = { checkpoint: 'example/eagle3-llama-70b', weightsGiB: 1.5, kvBytesPerToken: 2_048 };
    const speculative = Speculative.eagle3({ drafter, tokens: 3 });
    expect(config(speculative)).toEqual({ method: 'eagle3', model: 'example/eagle3-llama-70b', num_speculative_tokens: 3 });
    expect(termOf({ ...large, speculative }, 'weights')).toBeCloseTo(termOf(large, 'weights') + 1.5, 2);
  });

  test('by layers that the checkpoint brings', () => {
    const props: InferencePoolProps = { ...small, model: Model.GLM_4_5_AIR, quantization: 'fp8', gpusPerReplica: 4 };
    const speculative = Speculative.ownLayers({ layers: 1, tokens: 2 });
    expect(config(speculative, props)).toEqual({ method: 'mtp', num_speculative_tokens: 2 });
    expect(poolOf({ ...props, speculative }).supplyGiB).toBeLessThan(poolOf(props).supplyGiB);
  });

  test('needs one vocabulary', () => {
    const speculative = Speculative.draftModel({ drafter: Model.QWEN3_0_6B, tokens: 5 });
    expect(problemsOf({ ...large, speculative })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'speculative.drafter', value: 'qwen3-0.6b' }),
    );
  });

  test('an encoder generates nothing', () => {
    expect(problemsOf({ ...small, model: Model.BGE_M3, speculative: Speculative.promptLookup({ tokens: 2 }) })).toContainEqual(
      expect.objectContaining({ code: 'AF-ENG-027', prop: 'speculative' }),
    );
  });

  test('flags of these props cannot come in by the back door', () => {
    for (const extraArgs of [['--pipeline-parallel-size', '2'], ['-sc', '{}'], ['--kv-offloading-size', '4'], ['--enforce-eager']]) {
      expect(problemsOf({ ...small, extraArgs })).toContainEqual(expect.objectContaining({ code: 'AF-ENG-023' }));
    }
  });
});

test('an old release starts: conveniences that it does not have are left out', () => {
  expect(argsOf({ ...small, engine: Engine.vllm({ version: '0.10.2', image: 'registry.internal/vllm' }) })).not.toContain(
    '--shutdown-timeout',
  );
  expect(argsOf(small)).toContain('--shutdown-timeout');
});
