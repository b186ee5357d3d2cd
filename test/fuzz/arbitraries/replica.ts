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

/** Cards that are cut, and slices of them. */
export const CUT_GPU = Gpu.H100_PCIE;
const SLICES = [Gpu.mig('1g.10gb', CUT_GPU), Gpu.mig('2g.20gb', CUT_GPU)];

const LLMS = Model.all().filter(({ facts }) => facts.kind === 'llm');

const anyModelId = fc.oneof(
  { weight: 8, arbitrary: pick(...COMMON) },
  { weight: 3, arbitrary: pick(...LARGER) },
  { weight: 2, arbitrary: fc.constantFrom(...LLMS.map(({ id }) => id)) },
);
const anyGpuId = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom(...ROOMY) },
  { weight: 5, arbitrary: fc.constantFrom(...Gpu.all().map(({ id }) => id)) },
  { weight: 1, arbitrary: fc.constantFrom(...SLICES.map(({ id }) => id)) },
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

/** Undefined where no server of such GPUs holds the model. */
function gpusFor(model: Model | undefined, gpu: Gpu | undefined): number | undefined {
  const gigabytes = (model?.facts.paramsTotalB ?? 8) * BYTES;
  const needed = gigabytes / ((gpu?.facts.marketedMemoryGb ?? 80) * FOR_WEIGHTS);
  const most = gpu?.facts.largestServer ?? (gpu?.facts.sliceOf === null ? 8 : 1);
  return COUNTS.find((count) => count >= needed && count <= most);
}

export const modelOf = (id: unknown): Model | undefined => LLMS.find((model) => model.id === id);
export const gpuOf = (id: unknown): Gpu | undefined => [...Gpu.all(), ...SLICES].find((gpu) => gpu.id === id);
export const isSlice = (id: unknown): boolean => SLICES.some((gpu) => gpu.id === id);

export const anyReplica = (mostly: Mostly): fc.Arbitrary<AnyReplica> =>
  fc
    .record({
      model: mostly(anyModelId),
      gpu: mostly(anyGpuId),
      maxContextTokens: mostly(pick(16_384, 16_384, 32_768, 12_345)),
      count: oneIn(20, mostly(pick(1, 2, 2, 3, 4, 4, 8))),
      /** A model that no server holds gives its place to a larger card, or a smaller model. */
      asDrawn: oneIn(10, pick(true)),
    })
    .map(({ count, asDrawn, ...drawn }) => {
      const replica = asDrawn ? drawn : holdable(drawn);
      const model = modelOf(replica.model);
      const needed = gpusFor(model, gpuOf(replica.gpu)) ?? 8;
      const longest = model?.facts.maxPositionEmbeddings ?? replica.maxContextTokens;
      return {
        ...replica,
        maxContextTokens: shorter(longest, replica.maxContextTokens),
        gpusPerReplica: count ?? (needed === 1 ? undefined : needed),
      };
    });

/** On odd values nothing is known. */
function holdable<T extends { readonly model: string; readonly gpu: string }>(drawn: T): T {
  const [model, gpu] = [modelOf(drawn.model), gpuOf(drawn.gpu)];
  if (model === undefined || gpu === undefined || gpusFor(model, gpu) !== undefined) return drawn;
  return gpusFor(model, Gpu.H200_SXM) === undefined ? { ...drawn, model: 'qwen3-4b' } : { ...drawn, gpu: Gpu.H200_SXM.id };
}

/** The smaller of two numbers; odd values, which a symbol may be among, are kept as they are. */
function shorter(longest: number, given: number): number {
  return typeof given === 'number' && longest < given ? longest : given;
}
