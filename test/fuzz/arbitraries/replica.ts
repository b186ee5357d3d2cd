/** What a replica holds and on what: any model on any GPU, with as many of them as its weights need, roughly; sometimes with another number. */
import { Gpu, Model } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { type Mostly, oneIn, pick } from './odd';

const COMMON = [
  'llama-3.1-8b-instruct',
  'qwen3-8b',
  'qwen3-4b',
  'mistral-7b-instruct-v0.3',
  'qwen2.5-7b-instruct',
  'llama-3.2-3b-instruct',
];
const LARGER = [
  'llama-3.3-70b-instruct',
  'qwen3-32b',
  'qwen3-30b-a3b-instruct-2507',
  'gemma-3-27b-it',
  'mistral-small-3.2-24b-instruct-2506',
];
const ROOMY = [Gpu.L40S, Gpu.A100_80GB_PCIE, Gpu.A100_80GB_SXM, Gpu.H100_PCIE, Gpu.H100_SXM, Gpu.H200_SXM].map(({ id }) => id);

const LLMS = Model.all().filter(({ facts }) => facts.kind === 'llm');
const WHOLE = Gpu.all().filter(({ facts }) => facts.sliceOf === null);

const anyModelId = fc.oneof(
  { weight: 8, arbitrary: pick(...COMMON) },
  { weight: 3, arbitrary: pick(...LARGER) },
  { weight: 2, arbitrary: fc.constantFrom(...LLMS.map(({ id }) => id)) },
);
const anyGpuId = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...ROOMY) },
  { weight: 2, arbitrary: fc.constantFrom(...WHOLE.map(({ id }) => id)) },
  { weight: 1, arbitrary: fc.constantFrom(...Gpu.all().map(({ id }) => id)) },
);

export interface AnyReplica {
  readonly model: string;
  readonly gpu: string;
  readonly gpusPerReplica: number | undefined;
  readonly maxContextTokens: number;
}

/** Bytes of a parameter at 16 bit, and the share of a GPU that weights may take. */
const BYTES = 2;
const FOR_WEIGHTS = 0.6;
const COUNTS = [1, 2, 4, 8];

function gpusFor(model: Model | undefined, gpu: Gpu | undefined): number {
  const gigabytes = (model?.facts.paramsTotalB ?? 8) * BYTES;
  const needed = gigabytes / ((gpu?.facts.marketedMemoryGb ?? 80) * FOR_WEIGHTS);
  const most = gpu?.facts.largestServer ?? 8;
  return COUNTS.find((count) => count >= needed && count <= most) ?? Math.min(8, most);
}

export const modelOf = (id: unknown): Model | undefined => LLMS.find((model) => model.id === id);
export const gpuOf = (id: unknown): Gpu | undefined => Gpu.all().find((gpu) => gpu.id === id);

export const anyReplica = (mostly: Mostly): fc.Arbitrary<AnyReplica> =>
  fc
    .record({
      model: mostly(anyModelId),
      gpu: mostly(anyGpuId),
      maxContextTokens: mostly(pick(16_384, 16_384, 32_768, 12_345)),
      count: oneIn(20, mostly(pick(1, 2, 2, 3, 4, 4, 8))),
    })
    .map(({ count, ...replica }) => {
      const model = modelOf(replica.model);
      const needed = gpusFor(model, gpuOf(replica.gpu));
      const longest = model?.facts.maxPositionEmbeddings ?? replica.maxContextTokens;
      return {
        ...replica,
        maxContextTokens: shorter(longest, replica.maxContextTokens),
        gpusPerReplica: count ?? (needed === 1 ? undefined : needed),
      };
    });

/** The smaller of two numbers; odd values, which a symbol may be among, are kept as they are. */
function shorter(longest: number, given: number): number {
  return typeof given === 'number' && longest < given ? longest : given;
}
