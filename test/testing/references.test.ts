import { danglingReferences } from '../../lib/testing';

const stack = (attributes: object) => ({
  variable: { tag: {} },
  locals: { zone: 'a' },
  data: { kubernetes_secret_v1: { s: {} } },
  resource: { kubernetes_namespace_v1: { ns: {} }, kubernetes_service_v1: { it: attributes } },
});
const dangling = (attributes: object) => danglingReferences(stack(attributes)).map(({ reference }) => reference);

test.each([
  '${kubernetes_namespace_v1.ns.metadata[0].name}',
  '${data.kubernetes_secret_v1.s.data["k"]}',
  '${var.tag}-${local.zone}',
  '${path.module}/x',
  '${jsonencode({"a" = kubernetes_namespace_v1.ns.id})}',
  '$${not.a_reference}',
  'kubernetes_namespace_v1.gone in plain text',
  '${replace("kubernetes_namespace_v1.gone", "a", "b")}',
  '${each.value.name}',
])('%s leads somewhere, or nowhere on purpose', (value) => {
  expect(dangling({ a: value })).toEqual([]);
});

test.each([
  ['${kubernetes_namespace_v1.gone.metadata[0].name}', 'kubernetes_namespace_v1.gone'],
  ['${data.kubernetes_secret_v1.gone.data}', 'data.kubernetes_secret_v1.gone'],
  ['${var.gone}', 'var.gone'],
  ['${local.gone}', 'local.gone'],
  ['${upper(terraform_data.gone.id)}', 'terraform_data.gone'],
  ['prefix-${kubernetes_namespace_v1.gone.id}-suffix', 'kubernetes_namespace_v1.gone'],
])('%s dangles', (value, reference) => {
  expect(dangling({ nested: [{ a: value }] })).toEqual([reference]);
});

test('depends_on holds addresses without braces', () => {
  expect(dangling({ depends_on: ['kubernetes_namespace_v1.ns', 'helm_release.gone'] })).toEqual(['helm_release.gone']);
});

test('says where the reference stands', () => {
  expect(danglingReferences(stack({ spec: [{ a: '${var.gone}' }] }))).toEqual([
    { at: 'resource.kubernetes_service_v1.it.spec[0].a', reference: 'var.gone' },
  ]);
});

test('keys of maps count', () => {
  expect(dangling({ labels: { '${var.gone}': 'x' } })).toEqual(['var.gone']);
});
