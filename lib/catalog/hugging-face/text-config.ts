/** Vision-language files nest the language model; this finds it, with what the outer file says for both. */
import { withClassDefaults } from './class-defaults';
import { isObject, type JsonObject, objectAt } from './json';
import { fromSublayers } from './longcat';

const TEXT_KEYS = ['text_config', 'llm_config', 'language_config', 'language_model_config', 'llm', 'text_model_config', 'decoder'] as const;
/** Told once for the whole file, wherever the language model is. */
const SHARED = ['quantization_config', 'compression_config', 'torch_dtype', 'dtype', 'tie_word_embeddings', 'architectures'] as const;

/** The part of the file that describes the language model, with class defaults filled in. */
export function textConfig(config: JsonObject): JsonObject {
  const outer = objectAt(config, 'thinker_config') ?? config;
  const nested = objectAt(outer, ...TEXT_KEYS);
  if (nested === null) return fromSublayers(withClassDefaults(outer));
  const shared = Object.fromEntries(SHARED.filter((key) => config[key] !== undefined).map((key) => [key, config[key]]));
  return fromSublayers(withClassDefaults({ ...shared, ...nested }));
}

/** The encoders beside the language model: vision, audio. */
export function towerConfigs(config: JsonObject): readonly JsonObject[] {
  const outer = objectAt(config, 'thinker_config') ?? config;
  return ['vision_config', 'vision_tower_config', 'visual', 'vit_config', 'audio_config'].map((key) => outer[key]).filter(isObject);
}
