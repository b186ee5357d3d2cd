/** Props are read once, when a construct is made: what the program does with its objects afterwards is its own business. */
import { Flow, Topology, Weights } from 'cdktf-agent-fleet';
import { copiedData } from '../../lib/core/copied-data';
import { pool, problemsOf, refusal } from '../setup/research-stack';

test('lists and objects are others, values and objects of classes the same', () => {
  const day = new Date(0);
  const given = { list: [{ a: 1 }], day, nothing: undefined, none: null };
  const copy = copiedData(given) as typeof given;
  expect(copy).toEqual(given);
  expect(copy).not.toBe(given);
  expect(copy.list[0]).not.toBe(given.list[0]);
  expect(copy.day).toBe(day);
  expect('nothing' in copy).toBe(true);
});

test('a part of the user’s own with methods, or with a mark, stays itself', () => {
  const service = { kind: 'own', admit: () => undefined };
  const marked = { [Symbol.for('mark')]: true };
  const copy = copiedData({ services: [service], marked }) as { readonly services: readonly unknown[]; readonly marked: unknown };
  expect(copy.services[0]).toBe(service);
  expect(copy.marked).toBe(marked);
});

test('a part at several places stays one part, also one that holds itself', () => {
  const shared = { a: 1 };
  const circle: Record<string, unknown> = { one: shared, other: shared };
  circle['self'] = circle;
  const copy = copiedData(circle) as typeof circle;
  expect(copy['one']).toBe(copy['other']);
  expect(copy['self']).toBe(copy);
});

test('the key __proto__ of JSON stays a key', () => {
  const copy = copiedData(JSON.parse('{"__proto__": {"polluted": true}}')) as object;
  expect(Object.keys(copy)).toEqual(['__proto__']);
  expect((copy as { readonly polluted?: unknown }).polluted).toBeUndefined();
});

test('a getter is asked once, so it cannot pass the checks and then be another text', () => {
  let asked = 0;
  const props = Object.defineProperty({ VLLM_LOGGING_LEVEL: '' }, 'VLLM_LOGGING_LEVEL', {
    enumerable: true,
    get: () => {
      asked += 1;
      return asked === 1 ? 'WARNING' : 'ghp_CanaryCanaryCanaryCanaryCanary00Canary';
    },
  });
  expect(problemsOf((setting) => void pool(setting, 'small', { env: props })).map(({ severity }) => severity)).not.toContain('error');
  expect(asked).toBe(1);
});

test('a list without an end is refused at once', () => {
  // Written by a program that took a length for a list.
  const aliases = new Array<string>(2 ** 32 - 1);
  const [problem] = refusal((setting) => void pool(setting, 'small', { extraArgs: aliases })).problems;
  expect(problem).toMatchObject({ code: 'AF-SPEC-001', prop: 'extraArgs', allowed: 'at most 1,000,000 items' });
});

test('a topology and weights are what they were when they were made', () => {
  const parts = [Flow.role('planner'), Flow.role('writer')];
  const flow = Flow.sequence(...parts);
  const topology = Topology.flow(flow);
  (flow as unknown as { kind: string }).kind = 'parallel';
  expect(topology.root.kind).toBe('sequence');
  const claim = { readMBps: 50 };
  const weights = Weights.claim(claim);
  claim.readMBps = 5_000;
  expect(weights.source).toMatchObject({ props: { readMBps: 50 } });
});
