/** The model of a line: its own `config.json`, a catalog entry, or a quantised copy of one whose name says how it was made. */

import { KNOWN_CONFIGS } from '../catalog/hugging-face/known-configs';
import { asConfig } from '../catalog/hugging-face/model-facts-of';
import { Model } from '../catalog/model';
import type { WeightKind } from '../catalog/weight-detail';
import { own } from '../core/own';
import { filesBeyond, fits, type MadeCopy, nearestCopy } from './weighed-copy';

export interface FoundModel {
  readonly model: Model;
  /** Scheme of the checkpoint where only its name tells. */
  readonly schemeFromName: string | null;
  /** The copy keeps matrices in 16 bit that were chosen one by one: its name says that, and not which. */
  readonly keepsSome?: boolean;
  /** The name is used for copies made in another way as well. */
  readonly otherCopy?: MadeCopy;
  /** A heavier way of making such copies that is rare: the range holds it, and it is asked for where it decides. */
  readonly rareCopy?: MadeCopy;
  /** How much larger the files are than the weights of the copy, where their size was given. */
  readonly filesBeyond?: number;
  readonly notes: readonly string[];
}

/** Endings of repositories that hold a quantised copy. The name comes last: a `config.json` always wins. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/[-_.](fp8([-_](dynamic|block|kv|static|tensor))?|quantized[.]?fp8)$/i, 'fp8'],
  [/[-_.](nvfp4|fp4)([-_.]?(a16|w4a16|w4a4|mtp|fp8kv))*$/i, 'nvfp4'],
  [/[-_.]mxfp4([-_.](moe|a16))?$/i, 'mxfp4'],
  [/[-_.](awq|gptq)[-_.](int8|8bit)$|[-_.](quantized[.])?w8a(8|16)([-_](int8|dynamic))?$|[-_.]int8([-_.](autoround|mixed))?$/i, 'int8'],
  [/[-_.]gptq([-_](int4|4bit|marlin))?$/i, 'gptq'],
  [/[-_.](auto)?awq([-_](int4|4bit|marlin))?$/i, 'awq'],
  [
    /[-_.](quantized[.])?w4a16(-(g128|asym|sym))?$|[-_.]int4[-_.]?(auto[-_]?round|mixed)?(-mixed)?$|[-_.]auto[-_]?round([-_.]?(int4|4bit))?$/i,
    'int4',
  ],
  [/[-_.](unsloth-)?bnb-?(4bit)?(-nf4)?$/i, 'bnb4'],
];

/** Dynamic 4-bit copies (https://unsloth.ai/blog/dynamic-4bit, December 2024). */
const CHOSEN_ONE_BY_ONE = /-unsloth-bnb-?4bit$/i;

/** Null when neither file nor catalog knows it. */
export function findModel(name: string | undefined, config: unknown, checkpointGiB: number | undefined): FoundModel | null {
  const json = asConfig(config);
  if (json !== null) {
    const options = { ...(name === undefined ? {} : { id: name }), ...(checkpointGiB === undefined ? {} : { checkpointGiB }) };
    return { model: Model.fromConfig(json, options), schemeFromName: null, notes: [] };
  }
  return name === undefined ? null : byName(name, checkpointGiB);
}

function byName(name: string, checkpointGiB: number | undefined): FoundModel | null {
  const exact = inCatalog(name);
  if (exact !== undefined) return { model: exact, schemeFromName: null, notes: outsideTheCatalog(name, exact) };
  const ending = ENDINGS.find(([pattern]) => pattern.test(name));
  if (ending === undefined) return null;
  const base = inCatalog(name.replace(ending[0], ''));
  if (base === undefined) return null;
  const [copy, other] = copiesNamed(base, name, ending[1]);
  const rare = other === undefined ? rareCopyOf(copy, name) : undefined;
  const notes = [`${name}: dimensions of ${base.id}, ${ending[1]} by its name; modelConfig would be surer`];
  const copies = [copy, other, rare].filter((one) => one !== undefined);
  const nearest = checkpointGiB === undefined ? undefined : nearestCopy(copies, checkpointGiB);
  if (nearest !== undefined && fits(nearest.beyond))
    return { model: nearest.copy.model, schemeFromName: nearest.copy.scheme, filesBeyond: nearest.beyond, notes };
  const beyond = checkpointGiB === undefined ? null : filesBeyond(copy, checkpointGiB);
  return {
    ...(beyond === null ? {} : { filesBeyond: beyond }),
    model: copy.model,
    schemeFromName: copy.scheme,
    ...(other === undefined ? {} : { otherCopy: other }),
    ...(rare === undefined ? {} : { rareCopy: rare }),
    keepsSome: CHOSEN_ONE_BY_ONE.test(name),
    notes,
  };
}

const outsideTheCatalog = (name: string, model: Model): string[] =>
  READ.get(name) === model ? [`${name}: dimensions as published; modelConfig would be surer`] : [];

/** Names of copies that AutoAWQ makes, or llm-compressor; the latter's are of compressed-tensors. */
const BY_EITHER = /[-_.]awq[-_.](4|8)bit$/i;

/**
 * The likely copy first. With experts, `AWQ-4bit` is written on copies with one group of 128 in all matrices (Qwen3-30B-A3B of July 2025: 15.61 GiB) and on
 * copies whose experts alone are quantised, in groups of 32 (Qwen3-Next-80B-A3B of November 2025: 45.06 GiB).
 */
function copiesNamed(base: Model, name: string, scheme: string): readonly [MadeCopy, MadeCopy?] {
  const whole = { model: inCopy(base, name, scheme), scheme };
  if (scheme === 'nvfp4' && base.facts.mla !== null && base.facts.moe !== null) return [{ model: besideLatents(base), scheme }, whole];
  if (base.facts.moe === null || !BY_EITHER.test(name)) return [whole];
  const experts = { model: inExpertsOnly(base), scheme: scheme === 'int8' ? 'int8' : 'int4' };
  // Layers with a state were seen in 16 bit only.
  return base.facts.linearState === null ? [whole, experts] : [experts, whole];
}

/**
 * What else a name may stand for, heavier than the usual copy: 4-bit integers with experts alone quantised or in groups of 32 (llm-compressor), NVFP4 with
 * attention in 16 bit.
 */
function rareCopyOf({ model, scheme }: MadeCopy, name: string): MadeCopy | undefined {
  if (scheme === 'nvfp4') return { model: inSixteenBit(model, ['attention', 'linear-attention', 'shared-experts']), scheme };
  if (scheme === 'awq' && model.facts.moe !== null) return { model: inExpertsOnly(model), scheme: 'int4' };
  return scheme === 'awq' && BY_EITHER.test(name) ? { model: inGroups(model, 32), scheme: 'int4' } : undefined;
}

function inSixteenBit({ facts }: Model, unquantized: readonly WeightKind[]): Model {
  return Model.custom({ ...facts, weightDetail: { ...facts.weightDetail, unquantized } });
}

function inGroups({ facts }: Model, quantizationGroup: number): Model {
  return Model.custom({ ...facts, weightDetail: { ...facts.weightDetail, quantizationGroup } });
}

/** NVFP4 copies of models with latents and experts were seen with attention and shared experts in 16 bit (GLM-5.2: 106.69 GiB on each of four GPUs). */
const besideLatents = (model: Model): Model => inSixteenBit(model, ['attention', 'shared-experts']);

const inExpertsOnly = (model: Model): Model =>
  inSixteenBit(inGroups(model, 32), ['attention', 'linear-attention', 'shared-experts', 'feed-forward']);

function inCopy(base: Model, name: string, scheme: string): Model {
  if (scheme === 'nvfp4') return withCacheOf(keepingStates(base), name);
  // The usual group of GPTQ; other 8-bit copies have a scale per channel.
  return /gptq|awq/i.test(name) && scheme === 'int8' ? inGroups(base, 128) : base;
}

/** Some names say what the checkpoint asks of the cache. */
const withCacheOf = ({ facts }: Model, name: string): Model =>
  /fp8[-_]?kv/i.test(name)
    ? Model.custom({ ...facts, weightDetail: { ...facts.weightDetail, kvCacheFormat: 'fp8' } })
    : Model.custom(facts);

/** Published NVFP4 copies of hybrids leave the layers with a state in 16 bit. */
function keepingStates({ facts }: Model): Model {
  if (facts.linearState === null) return Model.custom(facts);
  return Model.custom({ ...facts, weightDetail: { ...facts.weightDetail, unquantized: ['linear-attention'] } });
}

const BY_BARE_NAME: ReadonlyMap<string, Model> = new Map(
  Model.all().flatMap((model) => [model.id, model.facts.huggingFaceId, ...model.facts.aliases].map((name) => [bare(name), model] as const)),
);
/** A base model has the dimensions of its tuned copies. The first of several wins. */
const BY_STEM: ReadonlyMap<string, Model> = new Map([...BY_BARE_NAME].reverse().map(([name, model]) => [stem(name), model] as const));

/** Models of which the catalog has a quantised copy alone, by the name without its ending: the dimensions are the same. */
const BY_BASE_NAME: ReadonlyMap<string, Model> = new Map(
  [...BY_BARE_NAME].reverse().flatMap(([name, model]) => {
    const ending = ENDINGS.find(([pattern]) => pattern.test(name));
    return ending === undefined ? [] : [[name.replace(ending[0], ''), unquantized(model)] as const];
  }),
);

function unquantized({ facts }: Model): Model {
  return Model.custom({ ...facts, nativeQuantization: null, expertQuantization: null, quantizationDetail: null, checkpointGiB: null });
}

function inCatalog(name: string): Model | undefined {
  return Model.byId(name) ?? BY_BARE_NAME.get(bare(name)) ?? known(name) ?? BY_STEM.get(stem(bare(name))) ?? BY_BASE_NAME.get(bare(name));
}

const READ = new Map<string, Model>();

/** Models whose dimensions are written down outside the catalog, each read once. */
function known(name: string): Model | undefined {
  const config = own(KNOWN_CONFIGS, bare(name)) ?? own(KNOWN_CONFIGS, stem(bare(name)));
  if (config === undefined) return undefined;
  const model = READ.get(name) ?? Model.fromConfig({ ...config }, { id: name, source: `published dimensions of ${name}` });
  READ.set(name, model);
  return model;
}

/** Without organisation, case and the `Meta-` of older repositories. */
function bare(name: string): string {
  return (name.split('/').pop() ?? name)
    .toLowerCase()
    .replace(/^meta-/, '')
    .replace(/_/g, '-');
}

/** Without what tuning adds to a name. */
function stem(name: string): string {
  return name.replace(/-(instruct|chat|it|base|hf|pt|qat|thinking|bf16|\d{4})(?=-|$)/g, '');
}
