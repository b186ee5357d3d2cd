/** How sure the format of the weights is where only the name of the checkpoint tells it. */
import type { Told } from '../capacity/engines/engine-model';
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import { own } from '../core/own';
import type { FoundModel } from './find-model';
import type { SizeRequest } from './size-request';
import { fits, weightsOf } from './weighed-copy';

/** Share of the pool from which an input that is not given decides. */
const DECIDES = 0.1;

/** GiB by which the pool of one GPU may be smaller or larger, and what is not given where that is much. */
export type QuestionFormat = Required<Pick<Told, 'formatBand' | 'formatOpen' | 'formatNarrows'>>;

export function formatOf({ model }: SizeRequest, { perGpuGiB }: ReplicaEstimate, found: FoundModel): QuestionFormat {
  const { keepsSome, otherCopy } = found;
  const formatBand = ofNamedScheme(perGpuGiB.weights, found);
  const decides = Math.max(...formatBand) > DECIDES * Math.max(0, perGpuGiB.kvCache);
  const named = keepsSome === true || otherCopy !== undefined;
  const asked = decides ? [`modelConfig: which matrices ${model ?? 'the copy'} keeps in 16 bit`] : [];
  return { formatBand, formatOpen: named ? asked : [], formatNarrows: named ? [] : asked };
}

/**
 * Published NVFP4 copies often ask for a cache in fp8, and engines do what they ask (vLLM since 0.15; SGLang 0.5.23, srt/mem_cache/kv_cache_dtype.py): with 16 bit, as their name alone says, a replica holds half
 * as many tokens.
 */
export const mayHalveCache = ({ kvCacheDtype }: SizeRequest, { schemeFromName, model }: FoundModel): boolean =>
  schemeFromName === 'nvfp4' && (kvCacheDtype ?? 'auto') === 'auto' && model.facts.weightDetail?.kvCacheFormat === undefined;

/** What weights may take beyond their files, as a share of them. Assumed. */
const HEADERS = 0.01;
/** What files hold that is not loaded, layers of a drafter above all: 2.3 % of Qwen3.8-27B-NVFP4 (24.6 GiB of files, 24.04 loaded; vllm-project/recipes, 2026-08-15), here up to 4 %. */
const NOT_LOADED = 0.04;

/** What matrices chosen one by one add to the weights: 4 to 20 % in public start-up logs, the more the smaller the model. */
const CHOSEN_SHARE = 0.2;

/** How much more, and less, copies of a scheme took than computed by their names. */
type Share = readonly [more: number, less: number];
const UNSEEN: Share = [0.07, 0.025];
/**
 * Shares of the weights in public start-up logs of cards of NVIDIA, the worst of each scheme rounded up: fp8 1.3 % more and 0.1 % less (20 logs of 8
 * repositories), GPTQ 0.6 % less and none more (7 of 2), 4-bit integers 5.3 % more (3 of 2), bitsandbytes 5.1 % (8 of 5), AWQ 7.1 % more and 6.9 % less
 * (11 of 6), NVFP4 5.5 % more (11 of 8). Kernels of ROCm add to that what lib/capacity/engines/vllm/estimate-doubts.ts says.
 */
const SEEN: Readonly<Record<string, Share>> = {
  fp8: [0.02, 0.01],
  gptq: [0.03, 0.015],
  int4: [0.055, 0.015],
  bnb4: [0.055, 0.01],
  awq: [0.1, 0.075],
};
/** NVFP4 copies of models whose layers keep a state: those that quantise these as well took 8 to 18 % less (Qwen3.8-27B, four logs of three repositories). */
const STATES_AS_WELL = 0.18;

/** GiB below and above: copies by one name differ in what they leave in 16 bit; more where the name is used for two ways of making a copy. */
function ofNamedScheme(weights: number, found: FoundModel): readonly [less: number, more: number] {
  if (found.schemeFromName === null) return [0, 0];
  const [less, more] = sharesOf(found);
  return [less * weights, more * weights];
}

/** Files that are those of the copy narrow the range of its name; those of none widen it. */
function sharesOf(found: FoundModel): readonly [less: number, more: number] {
  const other = weightOf(found, found.otherCopy);
  const rare = weightOf(found, found.rareCopy);
  const [more, less] = own(SEEN, found.schemeFromName ?? '') ?? UNSEEN;
  const named = [
    Math.max(found.keepsSome === true ? CHOSEN_SHARE : more, other, rare),
    Math.max(less, -other, statesShare(found)),
  ] as const;
  const { filesBeyond } = found;
  if (filesBeyond === undefined) return named;
  const weighed = [Math.max(0, filesBeyond) + HEADERS, Math.max(0, -filesBeyond) + NOT_LOADED] as const;
  return fits(filesBeyond) ? weighed : [Math.max(named[0], weighed[0]), Math.max(named[1], weighed[1])];
}

const statesShare = ({ schemeFromName, model }: FoundModel): number =>
  schemeFromName === 'nvfp4' && model.facts.linearState !== null ? STATES_AS_WELL : 0;

/** How much heavier the other kind of copy is, as a share; negative where it is lighter. */
function weightOf({ model, schemeFromName }: FoundModel, copy: FoundModel['otherCopy']): number {
  if (copy === undefined || schemeFromName === null) return 0;
  const [own, other] = [weightsOf({ model, scheme: schemeFromName }), weightsOf(copy)];
  return own === null || other === null ? 0 : other / own - 1;
}
