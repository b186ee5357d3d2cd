/** What is taken out of the app after it was made is refused by name: the plan and others still count on it. */
import { Construct } from 'constructs';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { SessionStore } from '../../lib/stores/session-store';
import { pool, problemsOf, type Setting } from '../setup/research-stack';

const removed = (build: (setting: Setting) => void): string[] =>
  problemsOf(build)
    .filter(({ code }) => code === 'AF-SPEC-023')
    .map(({ path }) => path);

test.each<[string, (setting: Setting) => void]>([
  ['pool', (setting) => void pool(setting, 'part')],
  ['store', ({ stack, cluster }) => void new SessionStore(stack, 'part', { cluster })],
  ['router', ({ stack, cluster }) => void new LiteLLMRouter(stack, 'part', { cluster })],
])('AF-SPEC-023: a %s that was removed', (_, make) => {
  expect(removed(make)).toEqual([]);
  const isRemoved = (setting: Setting) => {
    make(setting);
    setting.stack.node.tryRemoveChild('part');
  };
  expect(removed(isRemoved)).toEqual(['research/part']);
});

test('AF-SPEC-023: a pool in a scope that was removed, and one that was made anew', () => {
  const inScope = (setting: Setting) => {
    const scope = new Construct(setting.stack, 'scope');
    pool({ ...setting, stack: scope as never }, 'part');
    setting.stack.node.tryRemoveChild('scope');
  };
  expect(removed(inScope)).toEqual(['research/scope/part']);
  const anew = (setting: Setting) => {
    pool(setting, 'part');
    setting.stack.node.tryRemoveChild('part');
    pool(setting, 'part');
  };
  expect(removed(anew)).toEqual(['research/part']);
});

test.each(['deployment', 'service', 'disruption-budget'])('AF-SPEC-023: the %s of a pool that was removed', (id) => {
  const without = (setting: Setting) => void pool(setting, 'part', { replicas: 2 }).node.tryRemoveChild(id);
  expect(removed(without)).toEqual([`research/part/${id}`]);
});

test('AF-SPEC-023: of a pool that was removed its objects are not named too', () => {
  const isRemoved = (setting: Setting) => {
    pool(setting, 'part');
    setting.stack.node.tryRemoveChild('part');
  };
  expect(removed(isRemoved)).toEqual(['research/part']);
});
