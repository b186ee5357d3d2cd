import fc from 'fast-check';
import { smallest } from '../../lib/capacity/fit/smallest';

test('the smallest count that passes is found with few questions, however many counts there are', () => {
  const counts = fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }));
  fc.assert(
    fc.property(counts, ([least, more, threshold]) => {
      const most = least + more;
      let asked = 0;
      const found = smallest(least, most, (count) => {
        asked += 1;
        expect(count).toBeGreaterThanOrEqual(least);
        expect(count).toBeLessThanOrEqual(most);
        return count >= threshold;
      });
      expect(found).toBe(threshold > most ? null : Math.max(least, threshold));
      expect(asked).toBeLessThan(70);
    }),
  );
});

test('no count lies between ends that are the wrong way round', () => {
  expect(smallest(5, 4, () => true)).toBeNull();
});
