/** AF-COST-006: GPUs are paid by the hour, so what they write in it is the price of a token. */
import { formatInteger, formatPercent } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

/** Cards of one agent each are used to 10–30 %, shared ones to 60–80 % (published comparison of 2026-04-19). */
const LOW_USE = 0.3;

export const gpusUsed: Rule<PoolView> = {
  id: 'gpus-used',
  code: 'AF-COST-006',
  title: 'The declared traffic uses little of what the GPUs of a pool could write.',
  why: 'Hours of a GPU are paid whether it writes or not.',
  fix: 'Let more roles share the pool, take a MIG slice or a smaller card, or send a role to an API where its crossover says that it costs less.',
  severity: 'info',
  check({ name, money: { use, writesPerSecond, replicas } }) {
    if (use === null || writesPerSecond === null) return 'not-applicable';
    if (use >= LOW_USE) return 'compliant';
    const count = replicas.plan === 1 ? 'its replica' : `its ${replicas.plan} replicas`;
    return [
      {
        prop: 'gpu',
        value: Number(use.toFixed(3)),
        allowed: `a use of ≥ ${formatPercent(LOW_USE)} over the day`,
        message: `${name} uses ${formatPercent(use)} of what ${count} could write over the day, ${formatInteger(writesPerSecond)} tokens/s each`,
        repairs: [
          'more roles on this pool',
          'a MIG slice or a smaller card',
          'an API for a role whose crossover in the plan says that it costs less',
        ],
      },
    ];
  },
};
