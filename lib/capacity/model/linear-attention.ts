/** Projections of layers that keep a state instead of a KV cache: gated delta (Qwen3-Next and later) and Mamba-2. */

import type { ModelFacts } from '../../catalog/model-facts';
import { own } from '../../core/own';
import type { TensorGroup } from './tensor-group';

export function linearAttention(facts: ModelFacts): TensorGroup[] {
  const state = facts.linearState;
  if (state === null || facts.hiddenSize === null) return [];
  const d = (name: string) => own(state.dimensions, name) ?? 0;
  const perHidden = state.dimensions['valueHeads'] === undefined ? mamba(d) : gatedDelta(d);
  const elements = (state.linearLayers ?? 0) * facts.hiddenSize * perHidden;
  return [{ name: 'linear attention', elements, shard: 'split', kind: 'linear-attention' }];
}

type Dimension = (name: string) => number;

/** Inputs: query and key, value and gate, two scalars per head; output from the value width. */
function gatedDelta(d: Dimension): number {
  const [key, value] = [d('keyHeads') * d('keyDim'), d('valueHeads') * d('valueDim')];
  return 2 * key + 2 * value + 2 * d('valueHeads') + value;
}

/** Inputs: gate and value, B and C per group, one step width per head; output from the inner width. */
function mamba(d: Dimension): number {
  const inner = d('heads') * d('headDim');
  return 2 * inner + 2 * d('groups') * d('state') + d('heads') + inner;
}
