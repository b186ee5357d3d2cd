import { checkOrder } from '../../e2e/checks/order';

const namespaces = { ns: { metadata: { name: 'crew' } } };
const service = (fields: object) => ({
  kubernetes_namespace_v1: namespaces,
  kubernetes_service_v1: { engine: { metadata: { name: 'engine', namespace: 'crew' }, ...fields } },
});

describe('what lives in a namespace waits for it', () => {
  test('an explicit dependency is enough', () => {
    expect(checkOrder({ resource: service({ depends_on: ['kubernetes_namespace_v1.ns'] }) })).toEqual([]);
  });

  test('so is a reference', () => {
    expect(checkOrder({ resource: service({ spec: { note: '${kubernetes_namespace_v1.ns.metadata[0].uid}' } }) })).toEqual([]);
  });

  test('so is a chain', () => {
    const account = { account: { metadata: { name: 'a', namespace: 'crew' }, depends_on: ['kubernetes_namespace_v1.ns'] } };
    const resource = { ...service({ depends_on: ['kubernetes_service_account_v1.account'] }), kubernetes_service_account_v1: account };
    expect(checkOrder({ resource })).toEqual([]);
  });

  test('nothing at all is a problem, with both addresses', () => {
    expect(checkOrder({ resource: service({}) })).toEqual([
      'kubernetes_service_v1.engine is in namespace crew, but does not wait for kubernetes_namespace_v1.ns',
    ]);
  });

  test('what waits in a circle is a problem of each', () => {
    const account = { account: { metadata: { name: 'a', namespace: 'crew' }, depends_on: ['kubernetes_service_v1.engine'] } };
    const depends_on = ['kubernetes_namespace_v1.ns', 'kubernetes_service_account_v1.account'];
    const resource = { ...service({ depends_on }), kubernetes_service_account_v1: account };
    expect(checkOrder({ resource })).toEqual([
      'kubernetes_service_v1.engine waits for itself',
      'kubernetes_service_account_v1.account waits for itself',
    ]);
  });

  test('a namespace of somebody else need not be waited for', () => {
    expect(checkOrder({ resource: { kubernetes_service_v1: { engine: { metadata: { name: 'engine', namespace: 'given' } } } } })).toEqual(
      [],
    );
  });
});
