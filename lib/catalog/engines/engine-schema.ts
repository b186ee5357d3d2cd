/** Schema of a prop that takes an engine. */
import type { z } from 'zod';
import { closest } from '../../core/closest';
import { branded } from '../../core/schema';
import { ENGINE_EXAMPLE } from './default-engine';
import { Engine } from './engine';

const FACTORIES = ['vllm', 'sglang', 'ollama', 'textEmbeddingsInference', 'tensorRtLlm', 'rayServe', 'textGenerationInference'] as const;

/** `Engine.sglang()` for its id or something like it. */
export function engineMeant(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 100) return undefined;
  const factories = new Map<string, string>(FACTORIES.map((factory) => [Engine[factory]().id, factory]));
  const id = closest(value.trim(), [...factories.keys()]);
  const factory = id === undefined ? undefined : factories.get(id);
  return factory === undefined ? undefined : `Engine.${factory}()`;
}

export const engineSchema: z.ZodType<Engine, Engine> = branded<Engine>(Engine.isEngine, `an Engine, e.g. ${ENGINE_EXAMPLE}`, engineMeant);
