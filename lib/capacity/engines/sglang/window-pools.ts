/**
 * Layers with a window in a pool of their own, with places for a share of the tokens of the others (`swa_full_tokens_ratio`, pool_configurator.py).
 * Only for some architectures, and from the release on that names them (`is_hybrid_swa_model` in configs/model_config.py, wheels 0.4.9 to 0.5.22);
 * elsewhere such layers keep every token.
 */
import type { ModelFacts } from '../../../catalog/model-facts';
import { atLeast, type SglangRelease } from './release';

const SHARE = 0.8;

const POOLED: readonly { readonly architecture: RegExp; readonly since: SglangRelease }[] = [
  { architecture: /^(llama-?4|gpt-?oss)/i, since: [0, 5, 8] },
  { architecture: /^mimo-?v2/i, since: [0, 5, 7] },
  { architecture: /^step-?3/i, since: [0, 5, 9] },
  { architecture: /^gemma-?4/i, since: [0, 5, 12] },
];

/** 1 where these layers keep every token. */
export function windowPoolShare({ id, family }: Pick<ModelFacts, 'id' | 'family'>, release: SglangRelease | null): number {
  const found = POOLED.find(({ architecture }) => architecture.test(family) || architecture.test(id));
  return found !== undefined && (release === null || atLeast(release, found.since)) ? SHARE : 1;
}
