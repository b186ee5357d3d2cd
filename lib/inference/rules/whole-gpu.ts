/** AF-CLU-006: a slice is another resource than its card, and pods ask for cards. */
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const wholeGpu: Rule<PoolView> = {
  id: 'whole-gpu',
  code: 'AF-CLU-006',
  title: 'A pool is placed on a slice of a GPU, which can be sized but not deployed.',
  why: 'Pods ask for whole GPUs and would get another amount of memory than planned.',
  fix: 'Take the whole GPU.',
  severity: 'error',
  check({ spec: { gpu } }) {
    const { sliceOf, resourceName } = gpu.facts;
    if (sliceOf === null) return 'compliant';
    return [
      {
        prop: 'gpu',
        value: gpu.id,
        allowed: `a whole GPU, e.g. the catalog's '${sliceOf.gpu}'`,
        message: `${gpu.name} is a MIG slice; slices are sized, but pods ask for whole GPUs (${resourceName}) and would get another amount of memory than planned`,
        repairs: [`gpu: Gpu.byId('${sliceOf.gpu}')`],
      },
    ];
  },
};
