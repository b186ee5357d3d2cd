/** The models known by name alone: their matrices must add up to what their names say. */
import { tensorPlan } from '../../../lib/capacity/model/tensors';
import { KNOWN_CONFIGS } from '../../../lib/catalog/hugging-face/known-configs';
import { Model } from '../../../lib/catalog/model';

const paramsB = (name: string): number => {
  const { facts } = Model.fromConfig({ ...KNOWN_CONFIGS[name] }, { id: name, source: 'test' });
  const { groups, missing } = tensorPlan(facts);
  if (missing.length > 0) throw new Error(`${name}: ${missing.join()}`);
  return groups.reduce((sum, group) => sum + group.elements, 0) / 1e9;
};
const SIZE = /(?:^|-)(\d+(?:\.\d+)?)(b|m)(?=-|$)/;
const named = Object.keys(KNOWN_CONFIGS).filter((name) => SIZE.test(name));

/** Names round down: a gemma-2-2b has 2.61 billion, a qwen2.5-vl-3b 3.75 with its tower. */
test.each(named)('%s has about as many parameters as its name says', (name) => {
  const [, size, unit] = SIZE.exec(name) ?? [];
  const said = Number(size) / (unit === 'm' ? 1_000 : 1);
  expect(paramsB(name) / said).toBeGreaterThan(0.95);
  expect(paramsB(name) / said).toBeLessThan(1.35);
});

test.each([
  ['qwen3-coder-next', 79.7],
  ['vicuna-7b-v1.3', 6.74],
  ['gemma-2-2b', 2.61],
  ['qwen2.5-vl-7b', 8.29],
  ['phi-3.5-moe', 41.9],
  ['starcoder2-15b', 15.7],
  ['mistral-large-instruct-2407', 122.6],
])('%s has %d billion, as its card says', (name, billions) => {
  expect(Math.abs(paramsB(name) / billions - 1)).toBeLessThan(0.01);
});
