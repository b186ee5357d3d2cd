/** AF-CAP-021: a fact that could decide is not known. The shape rules still speak: they need no memory. */
import type { PoolRule } from '../assessment';

export const factsKnown: PoolRule = {
  id: 'facts-known',
  code: 'AF-CAP-021',
  title: 'A fact that could decide is not known, so it is uncertain whether the pool fits.',
  why: 'Without a published number the verdict is uncertain; the library does not guess.',
  fix: 'Give the missing facts with Model.custom() or Gpu.custom().',
  severity: 'warning',
  uncertain: true,
  check({ input: { replica }, floor: { supply } }) {
    if (supply.missing.length === 0) return 'compliant';
    const message = `cannot say whether ${replica.model.facts.id} fits on ${replica.gpu.facts.name}: ${supply.missing.join(', ')} not known`;
    return [{ value: supply.missing, message, repairs: ['give the missing facts with Model.custom() or Gpu.custom()'] }];
  },
};
