/** Whatever a pool writes exists in the release that reads it, with a value that it accepts; a release that nobody has read is said. */

import fc from 'fast-check';
import { Engine } from '../../lib/catalog/engines/engine';
import { VLLM_READ_RELEASES } from '../../lib/catalog/engines/vllm/definition';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { vllmAdapter } from '../../lib/inference/engines/vllm/adapter';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { runs } from '../support/runs';

const cluster = Cluster.fromKubeconfig({ context: 'c' });
function made(props: Partial<InferencePoolProps>): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', props).view();
}

const MODELS = [
  Model.LLAMA_3_1_8B_INSTRUCT,
  Model.LLAMA_3_2_3B_INSTRUCT,
  Model.QWEN3_8B,
  Model.GPT_OSS_20B,
  Model.GLM_4_5_AIR,
  Model.MISTRAL_7B_INSTRUCT_V0_3,
];
const anyProps = fc.record(
  {
    model: fc.constantFrom(...MODELS),
    gpu: fc.constantFrom(Gpu.H100_SXM, Gpu.B200, Gpu.L40S, Gpu.A100_80GB_SXM, Gpu.MI300X),
    shards: fc.constantFrom(2, 4),
    quantization: fc.constantFrom('checkpoint', 'fp8', 'awq' as const),
    kvCacheDtype: fc.constantFrom('auto', 'bf16', 'fp16', 'fp8', 'nvfp4', 'fp8_per_token_head', 'int8_per_token_head' as const),
    gpuMemoryUtilization: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
    parallelism: fc.record({
      pipeline: fc.constantFrom(1, 2),
      expert: fc.boolean(),
      decodeContext: fc.constantFrom(1, 2),
    }),
    offload: fc.record({
      weightsGiBPerGpu: fc.double({ min: 0, max: 8, noNaN: true }),
      kvCacheGiB: fc.double({ min: 1, max: 64, noNaN: true }),
      kvCacheDiskGiB: fc.constantFrom(0, 0, 200),
    }),
    tuning: fc.record({
      enforceEager: fc.boolean(),
      hybridKvCacheManager: fc.boolean(),
      sampler: fc.constantFrom('native', 'flashinfer' as const),
    }),
    speculative: fc.constantFrom(Speculative.promptLookup({ tokens: 4 }), Speculative.ownLayers({ tokens: 1, layers: 1 })),
    toolCalling: fc.boolean(),
    chatTemplate: fc.constant('/models/template.jinja'),
  },
  { requiredKeys: ['model', 'gpu'] },
);
const anyRelease = fc.constantFrom(...VLLM_READ_RELEASES);

/** The same parser tables, asked as if a user had written the arguments. */
function refusals(made: PoolView, engine: Engine): string[] {
  const args = vllmAdapter.args(servingSpec(made)).slice(1);
  return engine
    .checkExtraArgs(args, [])
    .filter(({ severity, code }) => severity === 'error' && code !== 'AF-ENG-023')
    .map(({ message }) => message);
}

test('every flag that a random pool writes is one of its release, or the pool is refused with AF-ENG-026, -027 or -043', () => {
  fc.assert(
    fc.property(anyProps, anyRelease, ({ shards = 1, ...props }, version) => {
      const engine = Engine.vllm({ version, image: 'registry.internal/vllm' });
      const gpusPerReplica = shards * (props.parallelism?.pipeline ?? 1);
      const one = made({ ...(props as Partial<InferencePoolProps>), gpusPerReplica, engine });
      const told = poolFindings(one).filter(({ code, severity }) => severity === 'error' && /^AF-ENG-0(26|27|43)$/.test(code));
      const refused = refusals(one, engine);
      if (told.length === 0) expect(refused).toEqual([]);
      expect(refused.length).toBeLessThanOrEqual(told.length);
    }),
    { numRuns: runs(15, 60) },
  );
});

test.each(['0.11.0', '0.15.0', '0.18.0'])('%s gets no flag that only a later release is known to have', (version) => {
  const args = vllmAdapter.args(servingSpec(made({ engine: Engine.vllm({ version, image: 'registry.internal/vllm' }) })));
  expect(args).not.toContain('--shutdown-timeout');
  expect(args).not.toContain('--disable-access-log-for-endpoints');
});

test('a release that cuts requests off when a pod stops says so', () => {
  const codes = (version: string) =>
    poolFindings(made({ engine: Engine.vllm({ version, image: 'registry.internal/vllm' }) }))
      .filter(({ message }) => message.includes('--shutdown-timeout'))
      .map(({ code, severity }) => `${code} ${severity}`);
  expect([codes('0.11.0'), codes('0.25.0'), codes('0.33.0')]).toEqual([['AF-ENG-027 warning'], [], []]);
});

test.each([
  ['99.0.0', 'error'],
  ['1.0.0', 'error'],
  ['0.99.0', 'error'],
  ['0.34.0', 'warning'],
  ['0.9.2', 'warning'],
  ['0.25.1', 'info'],
  ['0.30.2', undefined],
  ['0.33.0', undefined],
])('release %s: %s', (version, severity) => {
  const [finding, ...others] = Engine.vllm({ version }).checkRelease();
  expect(others).toEqual([]);
  expect(finding?.severity).toBe(severity);
  if (finding !== undefined)
    expect(finding).toMatchObject({
      code: 'AF-ENG-034',
      prop: 'engine',
      value: version,
      repairs: ["engine: Engine.vllm({ version: '0.33.0' })"],
    });
});
