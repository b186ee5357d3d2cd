/** How sure the format of the weights is where only the name of the checkpoint tells it. */
import type { Told } from '../capacity/engines/engine-model';
import type { ReplicaEstimate } from '../capacity/replica-estimate';
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
 * Published NVFP4 copies often ask for a cache in fp8, and vLLM since 0.15 does what they ask: with 16 bit, as their name alone says, a replica holds half
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

/**
 * GiB below and above: copies by one name differ in what they leave in 16 bit. Up to a fourteenth of the weights more was seen, and a fortieth less; more
 * where the name is used for two ways of making a copy.
 */
function ofNamedScheme(weights: number, found: FoundModel): readonly [less: number, more: number] {
  if (found.schemeFromName === null) return [0, 0];
  const [less, more] = sharesOf(found);
  return [less * weights, more * weights];
}

/** Files that are those of the copy narrow the range of its name; those of none widen it. */
function sharesOf(found: FoundModel): readonly [less: number, more: number] {
  const other = weightOf(found, found.otherCopy);
  const rare = weightOf(found, found.rareCopy);
  const named = [Math.max(found.keepsSome === true ? CHOSEN_SHARE : 0.07, other, rare), Math.max(0.025, -other)] as const;
  const { filesBeyond } = found;
  if (filesBeyond === undefined) return named;
  const weighed = [Math.max(0, filesBeyond) + HEADERS, Math.max(0, -filesBeyond) + NOT_LOADED] as const;
  return fits(filesBeyond) ? weighed : [Math.max(named[0], weighed[0]), Math.max(named[1], weighed[1])];
}

/** How much heavier the other kind of copy is, as a share; negative where it is lighter. */
function weightOf({ model, schemeFromName }: FoundModel, copy: FoundModel['otherCopy']): number {
  if (copy === undefined || schemeFromName === null) return 0;
  const [own, other] = [weightsOf({ model, scheme: schemeFromName }), weightsOf(copy)];
  return own === null || other === null ? 0 : other / own - 1;
}
