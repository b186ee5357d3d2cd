/** A generated secret is drawn by one owner, and read where it is drawn. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { Model } from '../../lib/catalog/model';
import { SecretRef } from '../../lib/core/secret-ref';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { SessionStore } from '../../lib/stores/session-store';
import { pool, refusal, research, type Setting } from '../setup/research-stack';

const runtime = ({ stack, cluster }: Setting, env: Record<string, string | SecretRef>, namespace = 'research') =>
  new AgentRuntime(stack, 'agents', { cluster, framework: 'crewai', image: 'registry.example.com/a:1', env, namespace });

// biome-ignore format: one row a case reads as a table
const unmade: readonly (readonly [what: string, prop: string, build: (setting: Setting) => unknown])[] = [
  ['the token of the hub', 'huggingFaceToken', (setting) => pool(setting, 'p', { model: Model.QWEN3_8B, huggingFaceToken: SecretRef.generated('hub') })],
  ['a variable of a pool', 'env.KEY', (setting) => pool(setting, 'p', { model: Model.QWEN3_8B, env: { KEY: SecretRef.generated('key') } })],
  ['a variable of a runtime', 'env.KEY', (setting) => runtime(setting, { KEY: SecretRef.generated('key') })],
  ['a key that the secret does not have', 'env.KEY', (setting) => { new SessionStore(setting.stack, 's', { cluster: setting.cluster }); runtime(setting, { KEY: SecretRef.generated('s-auth', 'other') }); }],
  ['a secret of another namespace', 'env.KEY', (setting) => { new SessionStore(setting.stack, 's', { cluster: setting.cluster, namespace: 'data' }); runtime(setting, { KEY: SecretRef.generated('s-auth') }); }],
];

test.each(unmade)('%s is drawn by nobody', (_what, prop, build) => {
  const { problems } = refusal((setting) => void build(setting));
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-013', prop })]);
  expect(problems[0]?.repairs[0]).toMatch(/^SecretRef\.existing\('/);
});

test('the password of a store may be read beside it', () => {
  expect(() =>
    research((setting) => {
      const store = new SessionStore(setting.stack, 's', { cluster: setting.cluster });
      runtime(setting, { MY_REDIS_PASSWORD: store.password });
    }),
  ).not.toThrow();
});

test('one generated reference for a router and a store', () => {
  const { problems } = refusal(({ stack, cluster }) => {
    const shared = SecretRef.generated('shared');
    new SessionStore(stack, 's', { cluster, password: shared });
    new LiteLLMRouter(stack, 'r', { cluster, masterKey: shared });
  });
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', prop: 'secret', value: 'shared/password' })]);
});

test('one generated reference for two stores', () => {
  const { problems } = refusal(({ stack, cluster }) => {
    const shared = SecretRef.generated('shared');
    new SessionStore(stack, 'a', { cluster, password: shared });
    new SessionStore(stack, 'b', { cluster, password: shared });
  });
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-021', value: 'shared/password' })]);
});

test('two keys of one generated secret', () => {
  expect(() =>
    research(({ stack, cluster }) => {
      new SessionStore(stack, 's', { cluster, password: SecretRef.generated('shared', 'redis') });
      new LiteLLMRouter(stack, 'r', { cluster, masterKey: SecretRef.generated('shared', 'router') });
    }),
  ).not.toThrow();
});
