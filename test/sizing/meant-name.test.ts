/** A repository or a product name that nothing has is answered with the one that was probably meant. */
import { sizeLine } from '../../lib/sizing/size-line';

const missing = (line: object): string => {
  const answer = sizeLine({ model: 'llama-3.1-8b-instruct', gpu: 'l40s', ...line });
  return 'missing' in answer ? answer.missing.join('; ') : JSON.stringify(answer);
};

test.each([
  ['meta-llama/Llama-3.1-8B-Instrct', "did you mean 'meta-llama/Llama-3.1-8B-Instruct'?"],
  ['meta-lama/Llama-3.1-8B-Instruct-', "did you mean 'meta-llama/Llama-3.1-8B-Instruct'?"],
])('%s', (model, meant) => {
  expect(missing({ model })).toContain(meant);
});

test('a card by its product name', () => {
  expect(missing({ gpu: 'NVIDIA L40Z' })).toContain("did you mean 'l40");
});

test('names with other numbers, and those of other owners, are no typing errors', () => {
  expect(missing({ model: 'meta-llama/Llama-9.1-8B-Instruct' })).not.toContain('did you mean');
  expect(missing({ model: 'acme/our-own-8b' })).not.toContain('did you mean');
  expect(missing({ gpu: 'NVIDIA RTX 3061' })).not.toContain('did you mean');
});
