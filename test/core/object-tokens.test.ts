/** Tokens for lists and objects are told once each, by the prop that holds them, and never by what is inside. */
import { Lazy } from 'cdktf';
import type { InferencePoolProps } from 'cdktf-agent-fleet';
import { pool, refusal } from '../setup/research-stack';

const list = Lazy.listValue({ produce: () => ['a'] });
const object = Lazy.anyValue({ produce: () => ({}) });

test.each([
  ['aliases', list, 'a list'],
  ['imagePullSecrets', list, 'a list'],
  ['resources', object, 'an object'],
  ['env', object, 'an object'],
  ['gpu', object, 'an object'],
])('%s', (prop, value, what) => {
  const { problems } = refusal((setting) => void pool(setting, 'a', { [prop]: value } as Partial<InferencePoolProps>));
  expect(problems.map((problem) => [problem.code, problem.prop, problem.value])).toEqual([['AF-SPEC-005', prop, `a token for ${what}`]]);
});
