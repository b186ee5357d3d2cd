import { policies } from '../library';
import { ADVISED, BLOCKING, type Pack } from '../pack';

/** What keeps the bill of a fleet in sight. */
export const COST_CONTROL: Pack = {
  id: 'costControl',
  title: 'What keeps the bill in sight',
  points: [
    { title: 'The cost of every pool is recorded', policies: policies('cost-recorded'), severity: ADVISED },
    { title: 'A budget has all prices', policies: policies('budget-has-prices'), severity: BLOCKING },
    { title: 'The floor stays below the budget', policies: policies('budget-above-floor'), severity: BLOCKING },
    { title: 'GPUs are cheaper than an API at the declared traffic', policies: policies('gpus-cheaper-than-api'), severity: ADVISED },
    { title: 'GPU of each pool suits its latency class', policies: policies('card-suits-class'), severity: ADVISED },
    { title: 'Pools of one model are shared', policies: policies('pools-apart'), severity: ADVISED },
    { title: 'Small models are not split', policies: policies('small-model-whole'), severity: ADVISED },
    { title: 'Prefixes are cached', policies: policies('prefixes-cached'), severity: ADVISED },
  ],
};
