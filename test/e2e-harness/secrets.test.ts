import { checkSecrets, checkState } from '../../e2e/checks/secrets';
import type { KubeObject } from '../../e2e/cluster/kube-object';

function withEnv(variable: object): KubeObject {
  const template = { spec: { containers: [{ name: 'agents', env: [variable] }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'crew', namespace: 'crew' }, spec: { template } };
}

describe('nothing secret is written', () => {
  test.each([
    ['a literal under a telling name', { name: 'OPENAI_API_KEY', value: 'anything' }],
    ['a password in an address', { name: 'BACKEND', value: 'postgres://agents:hunter22@db:5432/agents' }],
    ['a key under any name', { name: 'NOTE', value: 'sk-abcdefgh12345678' }],
  ])('%s is found', (_what, variable) => {
    expect(checkSecrets([withEnv(variable)])).toHaveLength(1);
  });

  test.each([
    ['a reference', { name: 'OPENAI_API_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'openai' } } }],
    ['another variable', { name: 'DATABASE_PASSWORD', value: '$(PGPASSWORD)' }],
    ['an address with a variable', { name: 'URI', value: 'postgres://agents:$(PGPASSWORD)@db:5432/agents' }],
    ['a name that only contains the word', { name: 'TOKENIZERS_PARALLELISM', value: 'false' }],
  ])('%s is none', (_what, variable) => {
    expect(checkSecrets([withEnv(variable)])).toEqual([]);
  });

  test('a Secret with data would put it into the state', () => {
    const secret: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'crew' }, data: { token: 'eA==' } };
    expect(checkSecrets([secret])[0]).toContain('token');
  });

  test('a state is searched for the same texts', () => {
    expect(checkState('{"value":"hf_abcdefghijklmnopqrst"}')).toHaveLength(1);
    expect(checkState('{"name":"hf-token"}')).toEqual([]);
  });
});
