/** AF-CAP-008: slices and parts of shared cards have no link to one another, so a model cannot be spread over them: neither in shards nor in stages. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { gpusOfReplica } from '../../gpus-of-replica';
import { isSlice } from '../../mig-slice';
import type { PoolRule } from '../assessment';

export const oneSlice: PoolRule = {
  id: 'one-slice',
  code: 'AF-CAP-008',
  title: 'A model is split over several slices or parts of a GPU.',
  why: 'MIG slices cannot exchange data with one another, and a pod gets one part of a card that engines share.',
  fix: 'Serve the model on one slice or part, or on a whole GPU.',
  severity: 'error',
  bottleneck: 'a MIG slice',
  check({ input: { replica } }) {
    const isPart = (replica.enginesPerCard ?? 1) > 1;
    if (!isSlice(replica.gpu) && !isPart) return 'not-applicable';
    const slices = gpusOfReplica(replica);
    if (slices === 1) return 'compliant';
    const message = isPart
      ? `a model cannot be spread over ${slices} parts of cards that engines share: a pod gets one`
      : `a model cannot be spread over ${slices} MIG slices: they have no link`;
    const whole = set('tensorParallel', 1);
    const changes = (replica.pipelineParallel ?? 1) === 1 ? [whole] : [whole, set('pipelineParallel', 1)];
    const stages = replica.pipelineParallel ?? 1;
    const asked =
      replica.tensorParallel > 1 ? { prop: 'tensorParallel', value: replica.tensorParallel } : { prop: 'pipelineParallel', value: stages };
    return [{ ...asked, allowed: '1', message, repairs: [repair(...changes), 'a whole GPU'] }];
  },
};
