import { isServiceOf } from '../../lib/security/service';

const service = (kind: string, resources: () => readonly unknown[]) => ({
  kind,
  host: 'sessions.agents.svc',
  port: 6379,
  clientEnv: () => ({}),
  admit: () => undefined,
  get resources() {
    return resources();
  },
});

describe('a guard for services of one kind', () => {
  const isSessionStore = isServiceOf('session-store');

  test('takes those alone', () => {
    expect(isSessionStore(service('session-store', () => []))).toBe(true);
    expect(isSessionStore(service('session-store', () => ['no resource']))).toBe(false);
    expect(isSessionStore(service('router', () => []))).toBe(false);
    for (const other of [undefined, null, 'session-store', { kind: 'session-store' }]) expect(isSessionStore(other)).toBe(false);
  });

  test('looks at nothing else of another kind', () => {
    const resources = jest.fn(() => []);
    expect(isSessionStore(service('router', resources))).toBe(false);
    expect(resources).not.toHaveBeenCalled();
  });
});
