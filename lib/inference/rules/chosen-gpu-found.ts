/** AF-PLAN-004: one of the cards of a choice holds the sessions, at a price that is known. */
import type { Rule } from '../../core/rule';
import type { JudgedChoice } from '../judged-choice';

export const chosenGpuFound: Rule<JudgedChoice> = {
  id: 'chosen-gpu-found',
  code: 'AF-PLAN-004',
  title: 'None of the GPUs of Gpu.cheapest holds the sessions at a price that is known.',
  why: 'There is nothing to choose.',
  fix: 'Name a larger GPU, a price for it, more gpusPerReplica or replicas, or fewer sessions.',
  severity: 'error',
  check({ choice, locked, cheapest }) {
    if (locked !== null) return 'not-applicable';
    if (cheapest !== null) return 'compliant';
    const names = choice.among.map(({ name }) => name).join(', ');
    return [
      {
        prop: 'gpu',
        value: choice.among.map(({ id }) => id),
        allowed: 'a GPU that holds them, with a price',
        message: `none of ${names} holds ${choice.sessions} sessions of this pool at a price that is known`,
        repairs: [
          'gpusPerReplica or replicas, twice as many',
          'usdPerGpuHour and priceAsOf in nodePools of the cluster, where the price is not known',
        ],
      },
    ];
  },
};
