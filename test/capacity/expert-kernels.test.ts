import { estimateReplica } from '../../lib/capacity/ask-engine';
import { expertRounding } from '../../lib/capacity/engines/vllm/expert-kernels';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { Engine } from '../../lib/catalog/engines/engine';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';

const rounding = (gpu: Gpu, version: string) => expertRounding(gpu.facts, EngineVersion.of(version));

test('kernels of MXFP4 experts round by card and release', () => {
  expect(rounding(Gpu.A100_80GB_PCIE, '0.24.0')).toEqual({ width: 128, hidden: 256 });
  expect(rounding(Gpu.H100_SXM, '0.11.0')).toEqual({ width: 128, hidden: 256 });
  expect(rounding(Gpu.H100_SXM, '0.12.0')).toEqual({ width: 256, hidden: 1 });
  expect(rounding(Gpu.B200, '0.26.0')).toEqual({ width: 256, hidden: 256 });
  expect(rounding(Gpu.B200, '0.27.0')).toEqual({ width: 128, hidden: 256 });
  expect(rounding(Gpu.RTX_5090, '0.27.0')).toEqual({ width: 128, hidden: 256 });
  expect(rounding(Gpu.MI300X, '0.27.0')).toEqual({ width: 256, hidden: 256 });
});

const weights = (gpu: Gpu, version: string, tensorParallel: number) => {
  const spec: ReplicaSpec = {
    model: Model.GPT_OSS_120B,
    gpu,
    engine: Engine.vllm({ version }),
    tensorParallel,
    quantization: 'checkpoint',
    kvCacheDtype: 'auto',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: 16_384,
  };
  return estimateReplica(spec).perGpuGiB.weights;
};

// Public start-up logs: vllm#23278; dennislee22/vLLM-benchmarking; llm-d-planner accuracy study.
test.each([
  ['H100, 0.10.1', Gpu.H100_SXM, '0.10.1', 1, 65.97],
  ['four A100, 0.10.1', Gpu.A100_80GB_SXM, '0.10.1', 4, 17.22],
  ['H100, 0.19', Gpu.H100_SXM, '0.19.0', 1, 64.38],
])('gpt-oss-120b on %s', (_, gpu, version, gpus, loaded) => {
  expect(Math.abs(weights(gpu, version, gpus) / loaded - 1)).toBeLessThan(0.005);
});

test('on data-centre Blackwell both sizes are padded: a seventh more than the checkpoint until 0.26', () => {
  const experts = (36 * 128 * 3 * 2_880 * 2_880 * 4.25) / 8 / 1024 ** 3;
  expect(weights(Gpu.B200, '0.24.0', 1) - weights(Gpu.B200, '0.27.0', 1)).toBeCloseTo(
    experts * ((3_072 / 2_880) ** 2 - (2_944 * 3_072) / 2_880 ** 2),
    1,
  );
});
