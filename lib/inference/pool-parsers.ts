/** Parsers of tool calls and of reasoning that a pool asks its engine for. */
import type { Engine } from '../catalog/engines/engine';
import { set } from '../core/change';
import { repair } from '../core/finding';
import type { FlagOwner, ServedParsers } from './engines/adapter';
import type { PoolView } from './pool-view';
import { objectStoreOf } from './weights';

export const WITHOUT_TOOLS = repair(set('toolCalling', false));
export const WITHOUT_REASONING = repair(set('reasoning', false));

/** Kinds of parsers, with the props that ask for them and the repairs that leave them out. */
const KINDS = [
  { kind: 'tool-call', prop: 'toolCalling', of: 'toolCall', without: WITHOUT_TOOLS },
  { kind: 'reasoning', prop: 'reasoning', of: 'reasoning', without: WITHOUT_REASONING },
] as const;

/** A parser of the release as an example; none where the engine takes none by name. */
export function parserToName(engine: Engine, kind: 'tool-call' | 'reasoning', prop: 'toolCalling' | 'reasoning'): string[] {
  const [first] = engine.parserNames(kind);
  return first === undefined ? [] : [`${prop}: the parser that reads it, one of ${engine.parserNames(kind).join(', ')}`];
}

/** `false` leaves both to the client, unless `reasoning` says otherwise. */
export function isAskedFor({ spec }: Pick<PoolView, 'spec'>, prop: 'toolCalling' | 'reasoning'): boolean {
  const given = prop === 'reasoning' ? (spec.reasoning ?? spec.toolCalling) : spec.toolCalling;
  return given !== false;
}

/** Parsers that the pool is served with: by the names that the user gave, else those of the model. */
export function servedParsers({ engine, spec }: Pick<PoolView, 'engine' | 'spec'>): ServedParsers {
  const ofModel = engine.parsersOf(spec.model.facts);
  const [toolCall, reasoning] = KINDS.map(({ prop, of }) => {
    const given = spec[prop];
    if (typeof given === 'string') return given;
    return isAskedFor({ spec }, prop) ? ofModel[of] : null;
  });
  return { toolCall: toolCall ?? null, reasoning: reasoning ?? null };
}

/** Flags that a pool sets itself. Those of a prop that it leaves out or switches off are the user's. */
export function ownedFlags({ spec, adapter }: PoolView): readonly string[] {
  const used: Readonly<Record<FlagOwner, boolean>> = {
    toolCalling: isAskedFor({ spec }, 'toolCalling'),
    reasoning: isAskedFor({ spec }, 'reasoning'),
    structuredOutput: spec.structuredOutput !== undefined,
    adapters: spec.adapters !== undefined,
    scheduling: spec.tuning?.scheduling !== undefined,
    tracing: spec.tracing !== undefined,
    weights: objectStoreOf(spec.weights) !== undefined,
    kvCacheShared: spec.offload?.kvCacheShared !== undefined,
  };
  const owners = Object.keys(used) as FlagOwner[];
  return [...adapter.ownedFlags, ...owners.flatMap((owner) => (used[owner] ? (adapter.flagsOfProps[owner] ?? []) : []))];
}

/** Parsers by kind, and whether the release has them; none of the model where the image lacks what they need. */
export function parsersAsked({ engine, spec }: Pick<PoolView, 'engine' | 'spec'>) {
  const { lacks = null } = engine.parsersOf(spec.model.facts);
  const served = servedParsers({ engine, spec });
  return KINDS.flatMap(({ kind, prop, of, without }) => {
    const parser = served[of];
    const isNamed = typeof spec[prop] === 'string';
    if (parser === null || (lacks !== null && !isNamed)) return [];
    const presence = kind === 'tool-call' ? engine.knowsToolParser(parser) : engine.knowsReasoningParser(parser);
    return [{ kind, prop, parser, presence, isNamed, without }];
  });
}
