/** Names in the place of constants and classes: the repair is what the name means, not the example of the message. */
import { engineMeant } from '../../lib/catalog/engines/engine-schema';
import { Gpu } from '../../lib/catalog/gpu';
import { gpuMeant } from '../../lib/catalog/gpu-schema';
import { Model } from '../../lib/catalog/model';
import { modelMeant } from '../../lib/catalog/model-schema';
import { parseProps } from '../../lib/core/schema';
import { scalingPolicySchema } from '../../lib/inference/scaling-policy';
import { problemsIn } from '../support/problems-in';

test.each([
  ['L40S', 'Gpu.L40S'],
  ['l4', 'Gpu.L4'],
  ['nvidia-l4', 'Gpu.L4'],
  ['NVIDIA-L40S', 'Gpu.L40S'],
  ['H100', 'Gpu.H100_SXM'],
  ['A100-80GB', 'Gpu.A100_80GB_SXM'],
  ['a100-pcie-80', 'Gpu.A100_80GB_PCIE'],
])('the GPU %s is %s', (name, constant) => {
  expect(gpuMeant(name)).toBe(constant);
  expect(Gpu).toHaveProperty(constant.slice('Gpu.'.length));
});

test.each([
  ['Qwen/Qwen3-8B', 'Model.QWEN3_8B'],
  ['llama-3.3-70b-instruct', 'Model.LLAMA_3_3_70B_INSTRUCT'],
  ['acme/our-8b', "Model.fromConfig(<its config.json>, { id: 'acme/our-8b' })"],
])('the model %s is %s', (name, code) => {
  expect(modelMeant(name)).toBe(code);
});

test('every GPU and model of the catalog is found by its own id', () => {
  expect(Gpu.all().filter(({ id }) => gpuMeant(id) === undefined)).toEqual([]);
  expect(Model.all().filter(({ id }) => modelMeant(id) === undefined)).toEqual([]);
});

test('engines by their id or something like it; of nothing alike nothing', () => {
  expect(['vllm', 'SGLang', 'tensorrt_llm', 'ray-serve'].map(engineMeant)).toEqual([
    'Engine.vllm()',
    'Engine.sglang()',
    'Engine.tensorRtLlm()',
    'Engine.rayServe()',
  ]);
  for (const meant of [gpuMeant, modelMeant, engineMeant])
    for (const value of ['none of them', 7, {}, undefined]) expect(meant(value)).toBeUndefined();
});

test('bounds in the place of a policy', () => {
  const repairs = (scaling: unknown) =>
    problemsIn(() => parseProps(scalingPolicySchema, scaling, { path: 'stack/pool', className: 'scaling' }))[0]?.repairs;
  expect(repairs({ min: 2, max: 3 })).toEqual(['scaling: Scaling.queueDepth({ min: 2, max: 3 })']);
  expect(repairs({ minReplicas: 0, maxReplicas: 3 })).toEqual(['scaling: Scaling.queueDepth({ min: 0, max: 3 })']);
  expect(repairs({ kind: 'hpa' })?.[0]).toContain('Scaling.queueDepth({ min: 1, max: 4 })');
});
