import fc from 'fast-check';
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
