import type { ModelFacts } from '../../catalog/model-facts';

/** Each head has a learned weight for nothing beside its tokens, which not every attention kernel knows: models of OpenAI (`sinks` in modeling_gpt_oss.py of transformers). */
export const hasAttentionSinks = ({ family }: Pick<ModelFacts, 'family'>): boolean => /^gpt[-_]oss/.test(family);
