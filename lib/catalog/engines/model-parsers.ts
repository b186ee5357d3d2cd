/** Parsers of a model of the catalog in every engine of the library. */
import { own } from '../../core/own';
import type { ParserFacts } from '../model-facts';
import { ENGINE_DEFINITIONS } from './definitions';
import type { EngineDefinition } from './engine-definition';

const NONE: ParserFacts = { toolCall: null, reasoning: null, source: null };

/** By engine id; an engine that knows no parser of the model is left out. */
export function parsersByEngine(modelId: string): Record<string, ParserFacts> {
  const rows = ENGINE_DEFINITIONS.flatMap((definition: EngineDefinition) => {
    const row = own(definition.modelParsers, modelId);
    return row === undefined ? [] : [[definition.id, { ...NONE, ...row }] as const];
  });
  return Object.fromEntries(rows);
}

/** As the facts of the model say, which a user may have written, else as the engine's own table says. */
export function parsersIn(definition: EngineDefinition, { id, parsers }: { id: string; parsers: Readonly<Record<string, ParserFacts>> }) {
  return own(parsers, definition.id) ?? { ...NONE, ...own(definition.modelParsers, id) };
}
