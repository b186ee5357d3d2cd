/** AF-CAP-025: a rate is asked, and it is not known what the replicas make. */
import { violations } from '../../../core/rule';
import { balancesOf, type PoolRule } from '../assessment';
import { throughputOf } from '../throughput';
import { MEASURE } from '../throughput-verdict';

export const throughputKnown: PoolRule = {
  id: 'throughput-known',
  code: 'AF-CAP-025',
  title: 'Tokens per second are asked for, and no estimate says what the replicas make.',
  why: 'Whether the pool keeps up is then not known before it runs.',
  fix: 'Measure one replica and set measured: { tokensPerSecond } on the pool.',
  severity: 'warning',
  uncertain: true,
  check(assessment) {
    const asking = balancesOf(assessment).filter((balance) => throughputOf(balance) !== null);
    if (asking.length === 0) return 'not-applicable';
    return violations(
      asking.flatMap((balance) => {
        const made = throughputOf(balance);
        if (made === null || !('missing' in made)) return [];
        const { model, gpu } = balance.input.replica;
        const message = `cannot say how many tokens/s ${model.facts.id} makes on ${gpu.facts.name}: ${made.missing.join(', ')} not known`;
        return [{ prop: 'measured', value: made.missing, message, repairs: [MEASURE] }];
      }),
    );
  },
};
