/** AF-ENG-030: a pool becomes a container through the adapter of its engine. */
import type { Engine } from '../../catalog/engines/engine';
import type { Rule } from '../../core/rule';

/** The engine of a pool beside the engines that have an adapter. */
export interface ServedEngine {
  readonly engine: Engine;
  /** Ids of the engines that have one. */
  readonly registered: readonly string[];
}

export const engineHasAdapter: Rule<ServedEngine> = {
  id: 'engine-has-adapter',
  code: 'AF-ENG-030',
  title: 'No adapter is registered for the engine of a pool.',
  why: 'Only the adapter of an engine knows its image, its arguments and its ports.',
  fix: 'Register an adapter with registerEngine before the pool is made.',
  severity: 'error',
  check({ engine, registered }) {
    if (registered.includes(engine.id)) return 'compliant';
    return [
      {
        prop: 'engine',
        value: engine.id,
        allowed: registered.join(', '),
        message: `no adapter says how a pool becomes a container of ${engine.name}`,
        repairs: ['registerEngine(adapter) before the pool is made'],
      },
    ];
  },
};
