import fc from 'fast-check';
import { literalSecrets, looksSecret } from '../../lib/core/literal-secret';
import { isLabel, MAX_HELM_RELEASE, physicalName } from '../../lib/core/names';

test('a name within the limit is left alone', () => {
  expect(physicalName(['research', 'objects'], MAX_HELM_RELEASE)).toBe('research-objects');
});

test('names over the limit are cut, stay valid, and stay apart', () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,80}$/);
  fc.assert(
    fc.property(label, label, (first, second) => {
      const a = physicalName([first, 'pool'], 30);
      const b = physicalName([second, 'pool'], 30);
      expect(isLabel(a, 30)).toBe(true);
      if (first !== second) expect(a).not.toBe(b);
    }),
  );
});

test.each(['', 'Planner', '1st', 'a_b', 'a-', 'x'.repeat(64)])('%p is no Kubernetes name', (name) => {
  expect(isLabel(name)).toBe(false);
});

test.each([
  ['HF_TOKEN', 'anything'],
  ['DB_PASSWORD', 'x'],
  ['OPENAI_API_KEY', 'x'],
  ['HARMLESS', 'sk-live-0123456789'],
  ['DATABASE_URL', 'postgres://user:pass@host/db'],
])('%s=%s is a secret written out', (name, value) => {
  expect(looksSecret(name, value)).toBe(true);
});

test.each([
  ['MAX_TOKENS', '4096'],
  ['LOG_LEVEL', 'info'],
  ['API_URL', 'http://router:4000/v1'],
  ['HF_TOKEN', ''],
])('%s=%s is none', (name, value) => {
  expect(looksSecret(name, value)).toBe(false);
});

test('the finding about a literal secret does not repeat it', () => {
  const findings = literalSecrets({ HF_TOKEN: 'hf_abcdef' }, 'research/planner', 'env');
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ code: 'AF-SPEC-004', prop: 'env.HF_TOKEN' });
  expect(JSON.stringify(findings)).not.toContain('hf_abcdef');
});
