/** Vision-language files nest the language model; this finds it, with what the outer file says for both. */
import { classDefaults, withClassDefaults, withShapeTold } from './class-defaults';
import { withClassRules } from './class-rules';
import { flagAt, isObject, type JsonObject, objectAt, textAt } from './json';
import { fromSublayers } from './longcat';

const TEXT_KEYS = ['text_config', 'llm_config', 'language_config', 'language_model_config', 'llm', 'text_model_config', 'decoder'] as const;
/** Told once for the whole file, wherever the language model is. */
const SHARED = ['quantization_config', 'compression_config', 'torch_dtype', 'dtype', 'tie_word_embeddings', 'architectures'] as const;

/** The part of the file that describes the language model, with class defaults filled in. */
export function textConfig(config: JsonObject): JsonObject {
  const { outer, defaults } = outerOf(config);
  const nested = objectAt(outer, ...TEXT_KEYS);
  const said = objectAt(defaults, ...TEXT_KEYS) ?? {};
  const type = said['model_type'] === undefined ? {} : { model_type: said['model_type'] };
  if (nested === null) {
    const text = withShapeTold({ ...outer, ...type });
    return understood({ ...text, tie_word_embeddings: isTied({ outer, defaults, nested: {}, text }) });
  }
  const shared = Object.fromEntries(SHARED.filter((key) => config[key] !== undefined).map((key) => [key, config[key]]));
  const beneath = ADDS_ITS_OWN.test(textAt(outer, 'model_type') ?? '') ? said : type;
  const text = withClassDefaults({ ...beneath, ...shared, ...nested });
  return understood({ ...text, tie_word_embeddings: isTied({ outer, defaults, nested, text }) });
}

const understood = (text: JsonObject): JsonObject => fromSublayers(withClassRules(text));

/** A class that adds what it says of its language model to what the file says; the others take the one or the other. */
const ADDS_ITS_OWN = /^voxtral$/;

interface Tying {
  readonly outer: JsonObject;
  /** Of the class of the whole model. */
  readonly defaults: JsonObject;
  readonly nested: JsonObject;
  /** The language model with the defaults of its class. */
  readonly text: JsonObject;
}

/**
 * The whole model shares embedding and output head where its part of the file says so; a few families took it from the language model before
 * transformers 5. Where nothing is said, both classes have to: engines look into the checkpoint, and separate ones take more.
 */
function isTied({ outer, defaults, nested, text }: Tying): boolean | null {
  const inside = flagAt(nested, 'tie_word_embeddings');
  const own = inside ?? flagAt(text, 'tie_word_embeddings');
  // Engines make the language model of a repository with code from its own part.
  if (objectAt(defaults, ...TEXT_KEYS) === null) return own;
  const said = flagAt(outer, 'tie_word_embeddings');
  if (said === true) return true;
  const whole = said ?? flagAt(defaults, 'tie_word_embeddings');
  return whole === false ? inside === true && TIED_INSIDE.test(textAt(outer, 'model_type') ?? '') : own;
}

const TIED_INSIDE = /^(llava|llava_onevision|qwen2_vl|qwen2_5_vl|glm4v|glm4v_moe)$/;

/** The encoders beside the language model: vision, audio. */
export function towerConfigs(config: JsonObject): readonly JsonObject[] {
  const { outer, defaults } = outerOf(config);
  return ['vision_config', 'vision_tower_config', 'visual', 'vit_config', 'audio_config'].flatMap((key) => {
    const said = isObject(defaults[key]) ? defaults[key] : null;
    const given = outer[key] === undefined ? said : outer[key];
    return isObject(given) ? [withClassDefaults({ model_type: said?.['model_type'], ...given })] : [];
  });
}

/** Omni models put what understands into a part of its own. */
export function outerOf(config: JsonObject): { readonly outer: JsonObject; readonly defaults: JsonObject } {
  const thinker = objectAt(config, 'thinker_config');
  const said = objectAt(classDefaults(textAt(config, 'model_type') ?? ''), 'thinker_config') ?? {};
  const outer = thinker === null ? config : { ...said, ...thinker };
  return { outer, defaults: classDefaults(textAt(outer, 'model_type') ?? '') };
}
