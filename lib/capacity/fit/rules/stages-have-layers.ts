/** AF-CAP-030: a pipeline stage needs a layer. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import type { ReplicaRule } from '../assessment';

export const stagesHaveLayers: ReplicaRule = {
  id: 'stages-have-layers',
  code: 'AF-CAP-030',
  title: 'A replica has more pipeline stages than its model has layers.',
  why: 'A stage without a layer has nothing to compute; the engine refuses it.',
  fix: 'Take at most as many pipeline stages as the model has layers.',
  severity: 'error',
  bottleneck: 'pipeline stages',
  repairable: { at: ['error'] },
  check({ input: { replica } }) {
    const stages = replica.pipelineParallel ?? 1;
    const { layers, id } = replica.model.facts;
    if (layers === null || stages === 1) return 'not-applicable';
    if (stages <= layers) return 'compliant';
    const message = `${stages} pipeline stages for the ${layers} layers of ${id}`;
    return [
      { prop: 'pipelineParallel', value: stages, allowed: `≤ ${layers}`, message, repairs: [repair(set('pipelineParallel', layers))] },
    ];
  },
};
