/** Prompts that are not cached: the argument is named as the user wrote it, whatever the engine calls it. */
import { Engine } from '../../lib/catalog/engines/engine';
import { prefixesCached } from '../../lib/inference/rules/prefixes-cached';
import { promptsKept } from '../../lib/inference/rules/prompts-kept';

const demand = { planned: [{ fleet: 'research', role: 'writer', sharedPrefixTokens: 1_000 }] };
const pool = (extraArgs: readonly string[], prefixCaching: boolean | undefined = Engine.vllm().countedArgs(extraArgs).prefixCaching) =>
  ({ engine: Engine.vllm(), replica: { prefixCaching }, spec: { extraArgs }, demand }) as never;

test.each([
  [['--no-enable-prefix-caching'], '--no-enable-prefix-caching'],
  [['--no-enable_prefix_caching'], '--no-enable_prefix_caching'],
  [['--enable-prefix-caching', '--seed', '7', '--no-enable-prefix-cach'], '--no-enable-prefix-cach'],
])('%j is taken back by its own name', (extraArgs, written) => {
  const repair = `remove ${written}`;
  expect(prefixesCached.check(pool(extraArgs))).toMatchObject([{ value: written, repairs: [repair] }]);
  expect(promptsKept.check(pool(extraArgs))).toMatchObject([
    { value: written, repairs: [repair, 'roles.writer without sharedPrefixTokens'] },
  ]);
});

test('of an engine whose argument is not known its effect is named', () => {
  expect(prefixesCached.check(pool([], false))).toMatchObject([{ repairs: ['remove the argument that switches prefix caching off'] }]);
});

test.each([[[]], [['--enable-prefix-caching']]])('%j leaves it on', (extraArgs) => {
  expect(prefixesCached.check(pool(extraArgs))).toBe('not-applicable');
  expect(promptsKept.check(pool(extraArgs))).toBe('not-applicable');
});
