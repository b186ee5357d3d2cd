/** Parts of a command line, and of a pod, that engines of the same dialect have in common. */
import type { SecretRef } from '../../core/secret-ref';
import type { ServingBase, ServingSpec } from './adapter';

/** LiteLLM keeps idle connections for 120 s; a server that closes them sooner answers the next request with a reset. */
export const KEEP_ALIVE_SECONDS = 130;

export function flags(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flat();
}

/** The user's template, else the one that the parser of the model needs. */
export function templateFlags({ replica, parsers, chatTemplate }: ServingSpec): string[] {
  const { engine, model, gpu } = replica;
  const isModels = parsers.toolCall !== null && parsers.toolCall === engine.parsersOf(model.facts).toolCall;
  const needed = isModels ? engine.chatTemplateOf(model.facts, gpu) : null;
  const template = chatTemplate ?? needed;
  return template === null ? [] : flags({ '--chat-template': template });
}

/** Environment of a download from the hub into the folder of the weights. */
export function hubEnv(home: string, weights: string, { huggingFaceToken }: ServingBase): Readonly<Record<string, string | SecretRef>> {
  return { HOME: home, HF_HOME: weights, ...(huggingFaceToken === undefined ? {} : { HF_TOKEN: huggingFaceToken }) };
}
