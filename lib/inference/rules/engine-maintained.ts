/** AF-ENG-011: an engine that its makers have given up. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const engineMaintained: Rule<PoolView> = {
  id: 'engine-maintained',
  code: 'AF-ENG-011',
  title: 'The makers of the engine have stopped.',
  why: 'Faults stay, and models that come out do not load.',
  fix: 'Move the pool to another engine.',
  severity: 'warning',
  check({ engine }) {
    const { standing } = engine;
    if (standing?.kind !== 'legacy') return 'not-applicable';
    const message = `${engine.name} is legacy: ${standing.why}`;
    return [{ prop: 'engine', value: engine.name, allowed: 'an engine that is maintained', message, repairs: ['leave engine out'] }];
  },
};
