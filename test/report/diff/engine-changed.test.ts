/** Another engine is one line of a pool, and the comparison of the plans says what it changes. */
import { TerraformStack, Testing } from 'cdktf';
import { Cluster, Engine, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { diffPlans } from '../../../lib/plan/diff/plan-diff';
import { diffSections } from '../../../lib/report/diff/diff-sections';
import { highlights } from '../../../lib/report/diff/highlights';
import { checkedAlone } from '../../setup/checked-alone';

function planWith(engine: Engine) {
  const app = Testing.app();
  const nodePools = { h100: { gpu: Gpu.H100_SXM, nodes: 1, usdPerGpuHour: 2.4, priceAsOf: '2026-03-24' }, cpu: { nodes: 1 } };
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools });
  new InferencePool(new TerraformStack(app, 'models'), 'answers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    engine,
  });
  return FleetTemplate.synth(checkedAlone(app), 'models').plan();
}

const before = planWith(Engine.vllm());

test.each([
  ['SGLang', Engine.sglang(), 'sglang 0.5.23'],
  ['TensorRT-LLM', Engine.tensorRtLlm(), 'tensorrt-llm 1.2.1'],
  ['another release', Engine.vllm({ version: '0.33.0' }), 'vllm 0.33.0'],
])('vLLM to %s: the release, the image and what a replica holds', (_name, engine, release) => {
  const diff = diffPlans(before, planWith(engine));
  expect(highlights(diff).join('\n')).toContain(`pool answers: vllm 0.30.0 → ${release}`);
  const told = JSON.stringify(diffSections(diff));
  const held = engine.id === 'vllm' ? [] : ['KV cache held'];
  for (const what of ['engine', ...held, engine.imageReference(Gpu.H100_SXM)?.split(':')[0] ?? 'no image']) expect(told).toContain(what);
  expect(diff.cost.floorPerHour.delta).toBe(0);
});

test('the image of TGI needs root, and no release of it would help', () => {
  expect(() => planWith(Engine.textGenerationInference())).toThrow(
    /AF-ENG-029(?![\s\S]*repairs engine: Engine\.textGenerationInference\(\) )/,
  );
});

test('the same engine changes nothing', () => {
  expect(highlights(diffPlans(before, planWith(Engine.vllm())))).toEqual([]);
});
