/** Parsers of tool calls and of reasoning that a pool asks its engine for. */
import { set } from '../core/change';
import { repair } from '../core/finding';
import type { PoolView } from './pool-view';

export const WITHOUT_TOOLS = repair(set('toolCalling', false));

/** Flags that a pool sets itself. Without tool calling the parsers are the user's, and without `adapters` the flags of LoRA are. */
export function ownedFlags({ spec, adapter }: PoolView): readonly string[] {
  const released = spec.toolCalling === false ? adapter.parserFlags : [];
  const ofAdapters = spec.adapters === undefined ? [] : (adapter.adapterFlags ?? []);
  return [...adapter.ownedFlags.filter((flag) => !released.includes(flag)), ...ofAdapters];
}

/** Parsers by kind, and whether the release has them; none where tool calling is off, or where the image lacks what they need. */
export function parsersAsked({ engine, spec }: PoolView) {
  const { toolCall, reasoning, lacks = null } = engine.parsersOf(spec.model.facts);
  if (spec.toolCalling === false || lacks !== null) return [];
  return [
    ...(toolCall === null ? [] : [{ kind: 'tool-call', parser: toolCall, presence: engine.knowsToolParser(toolCall) } as const]),
    ...(reasoning === null ? [] : [{ kind: 'reasoning', parser: reasoning, presence: engine.knowsReasoningParser(reasoning) } as const]),
  ];
}
