/** Arithmetic of attention itself: it grows with the square of a prompt, and no weight knows it. */
import type { ModelFacts } from '../../catalog/model-facts';

/** Score and weighted sum: a multiplication and an addition each. */
const OPERATIONS = 2;

/** Operations of one token that looks back on so many, over all layers. Linear layers look back on nothing; their state is part of the weights' work. */
export function attentionOperations(facts: ModelFacts, tokens: number): number {
  const heads = facts.attentionHeads ?? 0;
  const perKey = OPERATIONS * heads * widthOf(facts);
  const window = facts.slidingWindow;
  const sliding = window?.slidingLayers ?? 0;
  const full = (facts.linearState?.attentionLayers ?? facts.attentionLayers ?? facts.layers ?? 0) - sliding;
  return perKey * (full * tokens + sliding * Math.min(tokens, window?.windowTokens ?? tokens));
}

/** Elements of a key and a value; a latent is unfolded for a prompt. */
function widthOf({ mla, headDim, vHeadDim }: ModelFacts): number {
  if (mla !== null) return (mla.qkNopeHeadDim ?? 0) + (mla.qkRopeHeadDim ?? 0) + (mla.vHeadDim ?? 0);
  return (headDim ?? 0) + (vHeadDim ?? headDim ?? 0);
}
