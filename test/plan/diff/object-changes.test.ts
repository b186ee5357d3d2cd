import { objectChanges } from '../../../lib/plan/diff/object-changes';

const stack = (type: string, body: object) => ({ resource: { [type]: { id_1: body } } });
const named = (spec: object, name = 'store', labels: object = {}) => ({ metadata: { name, namespace: 'research', labels }, spec });
const SET = 'kubernetes_stateful_set_v1';

const status = (before: object, after: object, type = SET) =>
  objectChanges(stack(type, before), stack(type, after)).map((one) => [one.status, one.name, one.because]);

test('nothing changes between equal resources, also where a block is written as a list of one', () => {
  expect(status(named({ replicas: 1 }), { metadata: [named({}).metadata], spec: [{ replicas: 1 }] })).toEqual([]);
});

test.each<[string, object, object, string | undefined]>([
  ['replicas', named({ replicas: '1' }), named({ replicas: '2' }), undefined],
  ['a label', named({}), named({}, 'store', { a: 'b' }), undefined],
  ['the name', named({}), named({}, 'other'), 'metadata.name'],
  ['the selector', named({ selector: { match_labels: { a: 'x' } } }), named({ selector: { match_labels: { a: 'y' } } }), 'spec.selector'],
  [
    'the claim of its pods',
    named({ volume_claim_template: [{ a: 1 }, { b: 1 }] }),
    named({ volume_claim_template: [{ a: 1 }] }),
    'spec.volume_claim_template',
  ],
])('%s of a stateful set', (_, before, after, because) => {
  expect(status(before, after)).toEqual([[because === undefined ? 'changed' : 'replaced', 'research/store', because]]);
});

test('what is fixed for one kind may change in another', () => {
  expect(status(named({ selector: { a: 'x' } }), named({ selector: { a: 'y' } }), 'kubernetes_service_v1')[0]?.[0]).toBe('changed');
});

test('resources come and go, by their address in Terraform', () => {
  const [before, after] = [stack('helm_release', { name: 'keda', namespace: 'keda' }), stack(SET, named({}))];
  expect(objectChanges(before, after)).toEqual([
    { status: 'added', type: SET, name: 'research/store' },
    { status: 'removed', type: 'helm_release', name: 'keda/keda' },
  ]);
  expect(objectChanges({}, {})).toEqual([]);
});
