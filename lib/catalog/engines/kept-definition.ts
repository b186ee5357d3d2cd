/** An engine carries its definition, so no lookup is needed; it is not enumerable, so two engines compare by their values. */
import type { EngineDefinition } from './engine-definition';

const DEFINITION = Symbol.for('cdktf-agent-fleet.Engine.definition');

export function keepDefinition(engine: object, definition: EngineDefinition): void {
  Object.defineProperty(engine, DEFINITION, { value: definition });
}

export function definitionOf(engine: object): EngineDefinition {
  return (engine as Readonly<Record<typeof DEFINITION, EngineDefinition>>)[DEFINITION];
}
