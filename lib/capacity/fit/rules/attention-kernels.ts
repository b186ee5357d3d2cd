/** AF-CAP-046: the engine has kernels for the attention of the model on the card. */
import { engineModelOf } from '../../engines/registry';
import type { ReplicaRule } from '../assessment';

export const attentionKernels: ReplicaRule = {
  id: 'attention-kernels',
  code: 'AF-CAP-046',
  title: 'The engine has no kernels for the attention of the model on this GPU (error), or is not known to (uncertain).',
  why: 'Sparse and compressed attention have kernels for some compute capabilities alone: without one the engine ends when it starts.',
  fix: 'Take a newer GPU, or a model with another attention.',
  severity: ['error', 'warning'],
  bottleneck: 'kernels of the attention',
  check({ input: { replica } }) {
    const { gpu, model, engine } = replica;
    const need = engineModelOf(replica).attentionNeed?.(replica) ?? null;
    if (need === null) return 'not-applicable';
    const { attention, from, olderRefused } = need;
    const capability = gpu.facts.computeCapability;
    if (capability !== null && capability >= from) return 'compliant';
    const refused = capability !== null && olderRefused;
    const needs = `compute capability ${from.toFixed(1)} or newer`;
    return [
      {
        ...(refused ? { severity: 'error' } : { severity: 'warning', uncertain: true }),
        prop: 'gpu',
        value: gpu.id,
        allowed: needs,
        message: `${refused ? `${engine.name} has no kernels` : `it is not known whether ${engine.name} has kernels`} for the ${attention} of ${model.id} on ${gpu.facts.name}: ${needs} has them, and it has ${capability === null ? 'an unknown one' : capability.toFixed(1)}`,
        repairs: [`a GPU of ${needs}, e.g. Gpu.H200_SXM`],
      },
    ];
  },
};
