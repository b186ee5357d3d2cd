/** AF-CPU-004: a framework that resumes from checkpoints keeps them outside of its pods. */
import { FRAMEWORKS } from '../../catalog/frameworks';
import type { Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';

export const checkpointsHaveStore: Rule<FleetView> = {
  id: 'checkpoints-have-store',
  code: 'AF-CPU-004',
  title: 'A framework that resumes from checkpoints has no state store.',
  why: 'Checkpoints that stay in a pod are lost with it, and workflows start anew.',
  fix: 'Leave stateStore out, so the fleet gets one, or name an existing one.',
  severity: 'error',
  check({ spec, setting }) {
    const framework = FRAMEWORKS[spec.runtime.framework];
    if (!framework.needsStateStore) return 'not-applicable';
    if (setting.hasStateStore) return 'compliant';
    return [
      {
        prop: 'stateStore',
        value: false,
        allowed: 'a StateStore',
        message: `${framework.name} resumes workflows from checkpoints, and without a state store they are lost with the pod`,
        repairs: ['remove stateStore: false', 'stateStore: StateStore.fromExisting({ … })'],
      },
    ];
  },
};
