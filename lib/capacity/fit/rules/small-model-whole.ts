/** AF-CAP-012: a small model gains more from replicas than from shards. */
import type { PoolRule } from '../assessment';

/** Parameters in billions up to which a model counts as small. */
const SMALL_B = 10;

export const smallModelWhole: PoolRule = {
  id: 'small-model-whole',
  code: 'AF-CAP-012',
  title: 'A small model is split over several GPUs where replicas would serve more.',
  why: 'Every shard waits for the others in every layer; replicas do not.',
  fix: 'Take gpusPerReplica: 1 and as many replicas as there are GPUs.',
  severity: 'info',
  check({ input: { replica, replicas } }) {
    const billions = replica.model.facts.paramsTotalB;
    const gpus = replica.tensorParallel;
    if (gpus === 1 || billions === null) return 'not-applicable';
    if (billions > SMALL_B) return 'compliant';
    const message = `a model of ${billions} B parameters on ${gpus} GPUs spends time on communication; replicas serve more sessions`;
    const advice = `replicas of one GPU each: ${gpus * replicas} instead of ${replicas} of ${gpus}, where a replica still holds its sessions`;
    return [{ prop: 'tensorParallel', value: gpus, message, repairs: [advice] }];
  },
};
