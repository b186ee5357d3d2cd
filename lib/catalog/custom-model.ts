/** A model that is not in the catalog, described by its owner. What is left out is unknown, and a plan that needs it says so. */

import type { UnplacedFinding } from '../core/finding';
import { type FactCheck, numbersIn, throwFactProblems, unknownKeys } from './fact-checks';
import type { ModelFacts } from './model-facts';
import { plainFacts } from './plain-facts';

/** Facts of a model of one's own: an id and where the figures come from, then as many figures as are known. */
export type CustomModelFacts = Pick<ModelFacts, 'id' | 'provenance'> & Partial<ModelFacts>;

const UNKNOWN: Omit<ModelFacts, 'id' | 'provenance' | 'huggingFaceId'> = {
  aliases: [],
  family: 'custom',
  kind: 'llm',
  paramsTotalB: null,
  paramsActiveB: null,
  paramsComputedTotalB: null,
  paramsComputedActiveB: null,
  layers: null,
  attentionLayers: null,
  attentionKind: null,
  attentionDetail: null,
  attentionHeads: null,
  kvHeads: null,
  headDim: null,
  vHeadDim: null,
  fullLayerHeadDim: null,
  fullLayerKvHeads: null,
  hiddenSize: null,
  intermediateSize: null,
  moe: null,
  slidingWindow: null,
  mla: null,
  linearState: null,
  kvBytes: null,
  vocabSize: null,
  tiedEmbeddings: null,
  maxPositionEmbeddings: null,
  nativeContextTokens: null,
  extendedContextTokens: null,
  nativeDtype: null,
  storedDtype: null,
  nativeQuantization: null,
  quantizationDetail: null,
  expertQuantization: null,
  checkpointGiB: null,
  loadedWeights: null,
  license: null,
  parsers: {},
  sources: [],
  fieldProvenance: {},
  notes: null,
};

/**
 * Fills in null for what is unknown and refuses figures that cannot be.
 *
 * @throws FleetSpecError AF-SPEC-001, one problem per figure.
 */
export function customModelFacts(facts: CustomModelFacts): ModelFacts {
  const given = plainFacts('Model.custom', facts);
  const complete: ModelFacts = { ...UNKNOWN, huggingFaceId: facts.id, ...given };
  const unknown = unknownKeys(facts, [...Object.keys(UNKNOWN), 'weightDetail', 'id', 'huggingFaceId', 'provenance']);
  throwFactProblems('Model.custom', modelChecks(complete), [...unknown, ...parserProblems(complete.parsers), ...relations(complete)]);
  return complete;
}

const COUNTS = [
  'layers',
  'attentionLayers',
  'attentionHeads',
  'kvHeads',
  'headDim',
  'vHeadDim',
  'fullLayerHeadDim',
  'fullLayerKvHeads',
  'hiddenSize',
  'intermediateSize',
  'vocabSize',
  'maxPositionEmbeddings',
  'nativeContextTokens',
  'extendedContextTokens',
] as const satisfies readonly (keyof ModelFacts)[];

const AMOUNTS = ['paramsTotalB', 'paramsActiveB', 'checkpointGiB'] as const satisfies readonly (keyof ModelFacts)[];

const GROUPS = ['moe', 'slidingWindow', 'mla', 'linearState', 'kvBytes'] as const satisfies readonly (keyof ModelFacts)[];

function modelChecks(facts: ModelFacts): FactCheck[] {
  return [
    { prop: 'id', value: facts.id, rule: 'name' },
    { prop: 'huggingFaceId', value: facts.huggingFaceId, rule: 'name' },
    { prop: 'provenance.source', value: facts.provenance?.source, rule: 'text' },
    { prop: 'provenance.asOf', value: facts.provenance?.asOf, rule: 'date' },
    ...COUNTS.map((prop): FactCheck => ({ prop, value: facts[prop], rule: 'count' })),
    ...AMOUNTS.map((prop): FactCheck => ({ prop, value: facts[prop], rule: 'amount' })),
    ...GROUPS.flatMap((prop) => numbersIn(prop, facts[prop])),
    ...scaleGroupChecks(facts),
  ];
}

/** It is divided by; `row` is no number. */
function scaleGroupChecks({ weightDetail: { scaleGroup } = {} }: ModelFacts): FactCheck[] {
  return scaleGroup === undefined || scaleGroup === 'row' ? [] : [{ prop: 'weightDetail.scaleGroup', value: scaleGroup, rule: 'count' }];
}

/** A parser under no engine's id, or under a misspelt key, would never be used. */
function parserProblems(parsers: unknown): UnplacedFinding[] {
  if (typeof parsers !== 'object' || parsers === null) return [badParsers('parsers', parsers)];
  return Object.entries(parsers)
    .filter(([, names]) => !isParserFacts(names))
    .map(([engine, names]) => badParsers(`parsers.${engine}`, names));
}

const PARSER_KEYS = ['toolCall', 'reasoning', 'source'];
const OPTIONAL_PARSER_KEYS = ['chatTemplate', 'lacks'];

function isParserFacts(names: unknown): boolean {
  if (typeof names !== 'object' || names === null) return false;
  const values = names as Record<string, unknown>;
  const given = Object.keys(names).every((key) => [...PARSER_KEYS, ...OPTIONAL_PARSER_KEYS].includes(key));
  return given && [...PARSER_KEYS, ...Object.keys(names)].every((key) => values[key] === null || typeof values[key] === 'string');
}

const badParsers = (prop: string, value: unknown): UnplacedFinding => ({
  code: 'AF-SPEC-001',
  severity: 'error',
  prop,
  value,
  allowed: 'by engine id: toolCall, reasoning and source, each a text or null',
  message: `${prop} is ${JSON.stringify(value) ?? String(value)}`,
  repairs: ["parsers: { [engine.id]: { toolCall: 'hermes', reasoning: null, source: 'model card' } }"],
});

/** What no single figure shows: heads that do not divide, a full share larger than the whole. */
function relations(facts: ModelFacts): UnplacedFinding[] {
  const { attentionHeads, kvHeads, paramsActiveB, paramsTotalB } = facts;
  const problems: UnplacedFinding[] = [];
  if (attentionHeads !== null && kvHeads !== null && attentionHeads % kvHeads !== 0) {
    problems.push(mismatch('kvHeads', kvHeads, `a divisor of attentionHeads (${attentionHeads})`, 'does not divide the attention heads'));
  }
  if (paramsActiveB !== null && paramsTotalB !== null && paramsActiveB > paramsTotalB) {
    problems.push(mismatch('paramsActiveB', paramsActiveB, `at most paramsTotalB (${paramsTotalB})`, 'exceeds all parameters'));
  }
  return problems;
}

function mismatch(prop: string, value: number, allowed: string, what: string): UnplacedFinding {
  return {
    code: 'AF-SPEC-001',
    severity: 'error',
    prop,
    value,
    allowed,
    message: `${prop} ${value} ${what}`,
    repairs: ["copy the figure from the model's config.json"],
  };
}
