/** Room, claims and start of weights that are published in 8 or 4 bit: as large as their files are, and not as 16 bit would be. */
import { type InferencePoolProps, Model, Weights } from 'cdktf-agent-fleet';
import { Gpu } from '../../lib/catalog/gpu';
import { manifest, pool, problemsOf, research, type WithPod } from '../setup/research-stack';

type Props = Partial<InferencePoolProps>;
const EIGHT: Props = { gpu: Gpu.H200_SXM, gpusPerReplica: 8, toolCalling: false };
const DEEPSEEK: Props = { ...EIGHT, model: Model.DEEPSEEK_V3_1 };
const PUBLISHED_FP8: Props = {
  ...{ model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpu: Gpu.H100_SXM, quantization: 'fp8', toolCalling: false },
  checkpoint: 'Qwen/Qwen3-30B-A3B-Instruct-2507-FP8',
};
const codes = (props: Props) => problemsOf((setting) => pool(setting, 'p', props)).map(({ code }) => code);

test('a pod of DeepSeek V3.1 asks for the disk of 627 GiB and a fifth, and not for that of 16 bit', () => {
  const template = research((setting) => pool(setting, 'p', DEEPSEEK));
  const [container] = manifest<WithPod>(template, 'Deployment', 'p').spec.template.spec.containers;
  expect(container?.resources.requests['ephemeral-storage']).toBe('770Gi');
  const { coldStart } = template.plan().pools[0] ?? {};
  expect(coldStart?.parts?.find(({ part }) => part === 'weights')?.seconds).toBeLessThan(6_800);
});

test.each<[string, Props, number]>([
  ['of a model that is published in fp8', DEEPSEEK, 640],
  ['of experts in mxfp4', { model: Model.GPT_OSS_120B, gpu: Gpu.H100_SXM, gpusPerReplica: 2, toolCalling: false }, 62],
  ['of a checkpoint that says fp8', PUBLISHED_FP8, 30],
])('a claim %s holds its files, and a smaller one is refused', (_, props, sizeGiB) => {
  expect(codes({ ...props, weights: Weights.claim({ sizeGiB }) })).not.toContain('AF-PLT-006');
  expect(codes({ ...props, weights: Weights.claim({ sizeGiB: Math.floor(sizeGiB * 0.9) }) })).toContain('AF-PLT-006');
});

test('a claim for fp8 that the engine makes holds 16 bit', () => {
  const { checkpoint: _, ...made } = PUBLISHED_FP8;
  expect(codes({ ...made, weights: Weights.claim({ sizeGiB: 30 }) })).toContain('AF-PLT-006');
});

test('of a checkpoint whose name says nothing, no claim is called too small', () => {
  const { checkpoint: _, ...made } = PUBLISHED_FP8;
  expect(codes({ ...made, checkpoint: 'acme/ours', weights: Weights.claim({ sizeGiB: 30 }) })).not.toContain('AF-PLT-006');
});
