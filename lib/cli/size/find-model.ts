/** The model of a line: its own `config.json`, a catalog entry, or a quantised copy of one whose name says how it was made. */
import { asConfig } from '../../catalog/hugging-face/model-facts-of';
import { Model } from '../../catalog/model';

export interface FoundModel {
  readonly model: Model;
  /** Scheme of the checkpoint where only its name tells. */
  readonly schemeFromName: string | null;
  readonly notes: readonly string[];
}

/** Endings of repositories that hold a quantised copy. The name comes last: a `config.json` always wins. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/[-_.](fp8([-_](dynamic|block|kv|static))?|quantized[.]?fp8)$/i, 'fp8'],
  [/[-_.]nvfp4(a16)?$|[-_.]fp4$/i, 'nvfp4'],
  [/[-_.]mxfp4$/i, 'mxfp4'],
  [/[-_.](quantized[.])?w8a(8|16)([-_](int8|dynamic))?$|[-_.]int8$|[-_.]gptq[-_.]int8$/i, 'int8'],
  [/[-_.](quantized[.])?w4a16(-g128)?$/i, 'int4'],
  [/[-_.]awq([-_](int4|4bit|marlin))?$/i, 'awq'],
  [/[-_.]gptq([-_](int4|4bit|marlin))?$/i, 'gptq'],
  [/[-_.](unsloth-)?bnb-?(4bit)?$/i, 'bnb4'],
];

/** Null when neither file nor catalog knows it. */
export function findModel(name: string | undefined, config: unknown, checkpointGiB: number | undefined): FoundModel | null {
  const json = asConfig(config);
  if (json !== null) {
    const options = { ...(name === undefined ? {} : { id: name }), ...(checkpointGiB === undefined ? {} : { checkpointGiB }) };
    return { model: Model.fromConfig(json, options), schemeFromName: null, notes: [] };
  }
  return name === undefined ? null : byName(name);
}

function byName(name: string): FoundModel | null {
  const exact = inCatalog(name);
  if (exact !== undefined) return { model: exact, schemeFromName: null, notes: [] };
  const ending = ENDINGS.find(([pattern]) => pattern.test(name));
  if (ending === undefined) return null;
  const base = inCatalog(name.replace(ending[0], ''));
  if (base === undefined) return null;
  return {
    model: base,
    schemeFromName: ending[1],
    notes: [`${name}: dimensions of ${base.id}, ${ending[1]} by its name; modelConfig would be surer`],
  };
}

const BY_BARE_NAME: ReadonlyMap<string, Model> = new Map(
  Model.all().flatMap((model) => [model.id, model.facts.huggingFaceId, ...model.facts.aliases].map((name) => [bare(name), model] as const)),
);

function inCatalog(name: string): Model | undefined {
  return Model.byId(name) ?? BY_BARE_NAME.get(bare(name));
}

/** Without organisation, case and the `Meta-` of older repositories. */
function bare(name: string): string {
  return (name.split('/').pop() ?? name)
    .toLowerCase()
    .replace(/^meta-/, '')
    .replace(/_/g, '-');
}
