/**
 * Published checkpoints with the dimensions of another row: an earlier or later release of the same architecture. What they do not share (context,
 * size of the files, measured weights, parsers) is their own, or unknown.
 */
import { parsersByEngine } from '../engines/model-parsers';
import type { ModelFacts } from '../model-facts';

interface SameDimensions {
  readonly id: string;
  readonly huggingFaceId: string;
  /** Catalog id of the row with the dimensions. */
  readonly as: string;
  /** Longest context of its configuration, tokens; left out where it was not read. */
  readonly contextTokens?: number;
  /** What is known of the difference, and from where. */
  readonly notes: string;
}

const ROWS: readonly SameDimensions[] = [
  {
    id: 'qwen3-30b-a3b',
    huggingFaceId: 'Qwen/Qwen3-30B-A3B',
    as: 'qwen3-30b-a3b-instruct-2507',
    contextTokens: 40_960,
    notes: 'The first release of April 2025, which thinks: max_position_embeddings 40960.',
  },
  {
    id: 'qwen3-235b-a22b',
    huggingFaceId: 'Qwen/Qwen3-235B-A22B',
    as: 'qwen3-235b-a22b-instruct-2507',
    contextTokens: 40_960,
    notes: 'The first release of April 2025, which thinks: max_position_embeddings 40960.',
  },
  {
    id: 'kimi-k2-instruct',
    huggingFaceId: 'moonshotai/Kimi-K2-Instruct',
    as: 'kimi-k2-instruct-0905',
    contextTokens: 131_072,
    notes: 'The first release of July 2025: max_position_embeddings 131072.',
  },
  { id: 'kimi-k2.6', huggingFaceId: 'moonshotai/Kimi-K2.6', as: 'kimi-k2.5', notes: 'Dimensions as K2.5; its context was not read.' },
  {
    id: 'kimi-k2.7-code',
    huggingFaceId: 'moonshotai/Kimi-K2.7-Code',
    as: 'kimi-k2.5',
    notes: 'Dimensions as K2.5; its context was not read.',
  },
  { id: 'glm-5', huggingFaceId: 'zai-org/GLM-5', as: 'glm-5.1', notes: 'Dimensions as GLM-5.1; its context was not read.' },
];

/** Rows that have the dimensions of rows in the list. */
export function withSameDimensions(rows: readonly ModelFacts[]): ModelFacts[] {
  return ROWS.flatMap((row) => {
    const base = rows.find(({ id }) => id === row.as);
    return base === undefined ? [] : [derived(base, row)];
  });
}

function derived(base: ModelFacts, { id, huggingFaceId, contextTokens, notes }: SameDimensions): ModelFacts {
  return {
    ...base,
    id,
    huggingFaceId,
    aliases: [],
    maxPositionEmbeddings: contextTokens ?? null,
    nativeContextTokens: null,
    extendedContextTokens: null,
    checkpointGiB: null,
    loadedWeights: null,
    parsers: parsersByEngine(id),
    notes,
  };
}
