/** AF-CAP-016: weights and runtime leave no room for a KV cache. */
import { formatGiB } from '../../../core/format';
import type { PoolRule } from '../assessment';
import { budgetLines } from '../explain';

export const weightsFit: PoolRule = {
  id: 'weights-fit',
  code: 'AF-CAP-016',
  title: 'The weights alone do not fit.',
  why: 'The engine loads the weights before it measures what is left for the KV cache; without room it does not start.',
  fix: 'Take more or larger GPUs, or weights of fewer bits.',
  severity: 'error',
  bottleneck: 'weights',
  needs: ['memory'],
  repairable: { at: ['error'] },
  check({ input: { replica }, floor: { supply } }) {
    if (supply.kvCacheGiB > 0) return 'compliant';
    const term = (id: string) => supply.terms.find((candidate) => candidate.id === id)?.perGpuGiB ?? 0;
    const message =
      `the weights of ${replica.model.facts.id} alone do not fit: ${formatGiB(term('weights'))} per GPU and the runtime leave ` +
      `${formatGiB(term('kvCache')).replace('-', '−')} of ${formatGiB(term('budget'))} on ${replica.tensorParallel} × ${replica.gpu.facts.name}`;
    return [{ prop: 'gpu', value: replica.gpu.id, message, details: budgetLines(replica, supply), repairs: [] }];
  },
};
