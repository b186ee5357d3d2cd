/** Advice to take another engine holds: the pool is served there, and nothing else has to change. */
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { betterEngine } from '../../lib/inference/better-engine';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

function made(props: Partial<InferencePoolProps>) {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'research');
  return pool({ stack, cluster: Cluster.fromKubeconfig({ context: 'c' }) }, 'p', { gpu: Gpu.H100_SXM, ...props }).view();
}

test('a pool that the other engine serves is told of it, and is accepted there', () => {
  const other = betterEngine(made({}), 'shared-prefixes');
  expect(other?.id).toBe('sglang');
  const moved = poolFindings(made({ engine: other as Engine }));
  expect(moved.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(betterEngine(made({}), 'fixed-prompts')?.id).toBe('tensorrt-llm');
});

test.each<[string, Partial<InferencePoolProps>]>([
  ['the engine already', { engine: Engine.sglang() }],
  ['stages that the other has not', { gpusPerReplica: 2, parallelism: { pipeline: 2 } }],
  ['drafts', { speculative: Speculative.promptLookup({ tokens: 4 }) }],
  ['flags of its own engine', { extraArgs: ['--max-logprobs', '5'] }],
  ['a share that the other does not read', { gpuMemoryUtilization: 0.9 }],
  ['variables of its own engine', { env: { VLLM_LOGGING_LEVEL: 'DEBUG' } }],
  ['a card without an image', { gpu: Gpu.MI300X }],
  ['an encoder', { model: Model.BGE_M3, maxContextTokens: 512 }],
  ['a model that is uncertain there', { model: Model.QWEN3_5_9B }],
])('a pool with %s is told of none', (_, props) => {
  expect(betterEngine(made(props), 'shared-prefixes')).toBeUndefined();
});
