import { isGated } from '../../lib/catalog/gated';

test.each([
  'meta-llama/Llama-3.1-8B-Instruct',
  'google/gemma-3-27b-it',
  'google/gemma-2-9b-it',
  'mistralai/Mistral-Large-Instruct-2411',
  'MistralAI/Mistral-Large-Instruct-2407',
  'mistralai/Pixtral-Large-Instruct-2411',
])('%s asks for an account that accepted its terms', (repository) => {
  expect(isGated(repository)).toBe(true);
});

test.each([
  'Qwen/Qwen3-8B',
  'google/embeddinggemma-300m',
  // Of these nobody has read that they are gated today; pods would wait for a token that they do not need.
  'mistralai/Mistral-Large-3-675B-Instruct-2512',
  'mistralai/Mistral-7B-Instruct-v0.3',
  'someone/meta-llama',
])('%s is not known to be gated', (repository) => {
  expect(isGated(repository)).toBe(false);
});
