/** AF-ENG-003: an engine for the machines of developers is not for users who depend on it. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const engineForEnvironment: Rule<PoolView> = {
  id: 'engine-for-environment',
  code: 'AF-ENG-003',
  title: 'The engine of the pool is for development only.',
  why: 'It has no authentication, no metrics and no promise of what it keeps on the GPU, so nothing can be alarmed about or scaled.',
  fix: 'Take another engine, or say that the cluster is for development.',
  severity: { development: 'info', staging: 'warning', production: 'error' },
  check({ engine, environment }) {
    const { standing } = engine;
    if (standing?.kind !== 'development') return 'not-applicable';
    return [
      {
        prop: 'engine',
        value: engine.name,
        allowed: environment === 'development' ? 'fine here' : 'an engine for production',
        message: `${engine.name} is for development: ${standing.why}`,
        repairs: ['leave engine out', ...(environment === 'development' ? [] : ["environment: 'development' of the cluster"])],
      },
    ];
  },
};
