/** Pools and plans over ranks that would share a scale: refused with changes that were tried on the whole app, uncertain where nobody knows. */
import { Cluster, Engine, Gpu, type InferencePoolProps, Model } from 'cdktf-agent-fleet';
import { isFleetError } from '../../lib/core/fleet-error';
import { renderRepair } from '../../lib/core/render-finding';
import { planFleet } from '../../lib/planner';
import { findings, pool, problemsOf, type Setting } from '../setup/research-stack';

type Props = Partial<InferencePoolProps>;
const CODE = 'AF-CAP-045';
const M2: Props = { model: Model.MINIMAX_M2, gpu: Gpu.H100_SXM, gpusPerReplica: 8, toolCalling: false };
const OLD = Engine.vllm({ version: '0.26.0' });
const found = (props: Props) => problemsOf((setting) => pool(setting, 'p', props)).find(({ code }) => code === CODE);
const repairs = (props: Props) =>
  (found(props)?.repairs ?? []).map((repair) => (typeof repair === 'string' ? repair : renderRepair(repair)));

test.each<[string, Props]>([
  ['MiniMax M2 over 8 on SGLang', { ...M2, engine: Engine.sglang() }],
  ['MiniMax M2 over 8 on vLLM 0.26', { ...M2, engine: OLD }],
  [
    'Qwen3 235B, published in fp8, on SGLang',
    {
      ...{ ...M2, model: Model.QWEN3_235B_A22B_INSTRUCT_2507, quantization: 'fp8', engine: Engine.sglang() },
      checkpoint: 'Qwen/Qwen3-235B-A22B-Instruct-2507-FP8',
    },
  ],
  ['Qwen2.5 14B in AWQ', { ...M2, model: Model.QWEN2_5_14B_INSTRUCT, quantization: 'awq', checkpoint: 'Qwen/Qwen2.5-14B-Instruct-AWQ' }],
])('%s is refused at gpusPerReplica', (_, props) => {
  expect(found(props)).toMatchObject({ severity: 'error', prop: 'gpusPerReplica', value: 8 });
  expect(repairs(props).some((repair) => repair.startsWith('gpusPerReplica: '))).toBe(true);
});

test('whole experts are offered where the engine deploys them, and not where it does not', () => {
  expect(repairs({ ...M2, engine: OLD }).some((repair) => repair.startsWith('parallelism.expert: true'))).toBe(true);
  expect(repairs({ ...M2, engine: Engine.sglang() }).join()).not.toContain('parallelism.expert');
});

test('replicas that compute prompts are asked as well', () => {
  const prefill = { gpusPerReplica: 8 };
  expect(found({ ...M2, gpusPerReplica: 4, engine: OLD, prefill })).toMatchObject({ severity: 'error', value: 8 });
});

test.each<[string, Props]>([
  ['four GPUs', { ...M2, gpusPerReplica: 4, engine: OLD }],
  ['whole experts', { ...M2, parallelism: { expert: true }, engine: OLD }],
  ['two stages of four', { ...M2, parallelism: { pipeline: 2 }, engine: OLD }],
  ['the release of today', M2],
])('%s are accepted', (_, props) => {
  expect(findings((setting) => pool(setting, 'p', props)).map(({ code }) => code)).not.toContain(CODE);
});

test('a copy of which nobody knows the groups is a warning, and an error on a strict cluster', () => {
  const ours: Props = { ...M2, model: Model.QWEN2_5_14B_INSTRUCT, quantization: 'awq', checkpoint: 'acme/ours-AWQ' };
  expect(found(ours)).toMatchObject({ severity: 'warning' });
  const strict = ({ stack }: Setting) => pool({ stack, cluster: Cluster.fromKubeconfig({ context: 'prod-eu', strict: true }) }, 'p', ours);
  expect(problemsOf(strict).find(({ code }) => code === CODE)).toMatchObject({ severity: 'error' });
});

describe('the planner', () => {
  const ask = (gpu: Gpu, engine: Engine) => {
    const roles = {
      writer: { sessions: 10, contextTokens: 4_096, models: [{ model: Model.MINIMAX_M2, quantizations: ['checkpoint' as const] }] },
    };
    const inventory = { cards: { gpu, usdPerGpuHour: 2, priceAsOf: '2026-11-01', gpusPerNode: 8 } };
    try {
      return planFleet({ roles, inventory, engines: [engine] }).pools.map(({ gpusPerReplica }) => gpusPerReplica);
    } catch (error) {
      if (isFleetError(error)) return error.problems.map(({ code }) => code);
      throw error;
    }
  };

  test('takes a number of GPUs over which the weights load', () => {
    expect(ask(Gpu.H100_SXM, Engine.sglang())).toEqual([4]);
  });

  test('plans nothing where only a number that does not load would hold them', () => {
    // 214 GiB on cards of 40.
    expect(ask(Gpu.A100_40GB_SXM, Engine.sglang())).not.toEqual([8]);
    expect(ask(Gpu.A100_40GB_SXM, Engine.vllm())).toEqual([8]);
  });
});
