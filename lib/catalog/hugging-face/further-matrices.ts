/** Matrices of a family that no common formula has: tables of learned positions, inputs of every layer, further residual streams. Elements. */
import { type JsonObject, numberAt, textAt } from './json';

/** 0 for most models. */
export function furtherElements(text: JsonObject, layers: number | null): number {
  const type = textAt(text, 'model_type') ?? '';
  const hidden = numberAt(text, 'hidden_size', 'n_embd', 'd_model') ?? 0;
  const rows = learnedPositions(text, type) + perLayerInputs(text, layers ?? 0);
  return perLayerWords(text, layers ?? 0) + hidden * (rows + (/^gemma3n/.test(type) ? streams(text, hidden, layers ?? 0) : 0));
}

/** The vocabulary of per-layer inputs may be another one than that of the model, with which the table is counted. */
function perLayerWords(text: JsonObject, layers: number): number {
  const [own, words] = [numberAt(text, 'vocab_size_per_layer_input'), numberAt(text, 'vocab_size')];
  return own === null || words === null ? 0 : (own - words) * layers * (numberAt(text, 'hidden_size_per_layer_input') ?? 0);
}

/** A row for every position; OPT keeps two more. */
function learnedPositions(text: JsonObject, type: string): number {
  const positions = numberAt(text, 'max_position_embeddings', 'n_positions') ?? 0;
  if (type === 'opt') return positions + 2;
  return /^(gpt2|gpt_neo|gpt_bigcode)$/.test(type) ? positions : 0;
}

/** Of Gemma 3n and 4: a projection of the embedding for every layer, and in every layer a gate and a projection back. */
const perLayerInputs = (text: JsonObject, layers: number): number => 3 * layers * (numberAt(text, 'hidden_size_per_layer_input') ?? 0);

/** Of Gemma 3n: projections to and from the further streams, and a bottleneck beside every layer. */
function streams(text: JsonObject, hidden: number, layers: number): number {
  const inputs = numberAt(text, 'altup_num_inputs') ?? 1;
  return 2 * (inputs - 1) * hidden + layers * (2 * (numberAt(text, 'laurel_rank') ?? 0) + inputs);
}
