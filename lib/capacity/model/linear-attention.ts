/** Projections of layers that keep a state instead of a KV cache: gated delta (Qwen3-Next and later), Kimi delta and Mamba-2. */

import type { ModelFacts } from '../../catalog/model-facts';
import { own } from '../../core/own';
import type { TensorGroup } from './tensor-group';

export function linearAttention(facts: ModelFacts): TensorGroup[] {
  const state = facts.linearState;
  if (state === null || facts.hiddenSize === null) return [];
  const d = (name: string) => own(state.dimensions, name) ?? 0;
  if (state.type === 'kda') return kimiDelta(d, state.linearLayers ?? 0, facts.hiddenSize);
  if (state.type === 'lightning') return lightning(d, state.linearLayers ?? 0, facts.hiddenSize);
  const perHidden = state.dimensions['valueHeads'] === undefined ? mamba(d) : gatedDelta(d);
  const elements = (state.linearLayers ?? 0) * facts.hiddenSize * perHidden;
  return [{ name: 'linear attention', elements, shard: 'split', kind: 'linear-attention' }];
}

/** Query, key, value and output; decay and gate through a bottleneck as wide as a head, which every rank holds; one step width per head. */
function kimiDelta(d: Dimension, layers: number, hidden: number): TensorGroup[] {
  const inner = d('heads') * d('headDim');
  const split = 4 * hidden * inner + 2 * d('headDim') * inner + hidden * d('heads');
  return [
    { name: 'linear attention', elements: layers * split, shard: 'split', kind: 'linear-attention' },
    { name: 'linear attention bottlenecks', elements: layers * 2 * hidden * d('headDim'), shard: 'copied', kind: 'linear-attention' },
  ];
}

/** Query, key, value, gate and output. */
function lightning(d: Dimension, layers: number, hidden: number): TensorGroup[] {
  const elements = layers * 5 * hidden * d('heads') * d('headDim');
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
