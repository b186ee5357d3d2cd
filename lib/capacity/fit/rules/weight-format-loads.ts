/** AF-CAP-027: the engine has kernels that read the planned format of the weights on the card. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import type { Violation } from '../../../core/rule';
import { type FormatOnCard, formatsOnCard } from '../../weight-format';
import type { Assessment, PoolRule } from '../assessment';

type Pool = Assessment['input'];

export const weightFormatLoads: PoolRule = {
  id: 'weight-format-loads',
  code: 'AF-CAP-027',
  title: 'A format of the weights that the engine does not read on this GPU (error), or is not known to (uncertain).',
  why: 'Each format has kernels for some compute capabilities alone, which differ by engine and release: without one the engine ends when it loads the weights, or at the first request.',
  fix: "Serve the checkpoint as it is (quantization: 'checkpoint'), take a copy in another format, another GPU or another engine.",
  severity: ['error', 'warning'],
  bottleneck: 'format of the weights',
  check({ input }) {
    const formats = formatsOnCard(input.replica);
    if (formats.length === 0) return 'not-applicable';
    const wrong = formats.filter(({ support }) => support.loads !== 'yes');
    return wrong.length === 0 ? 'compliant' : wrong.map((one) => finding(input, one));
  },
};

function finding({ replica }: Pool, { format, support: { loads, needs } }: FormatOnCard): Violation {
  const { gpu, engine, quantization, model } = replica;
  const capability = gpu.facts.computeCapability;
  const has = capability === null ? 'an unknown one' : capability.toFixed(1);
  const planned = quantization === 'checkpoint' || model.facts.nativeQuantization !== null ? 'model' : 'quantization';
  const says = loads === 'no' ? `${engine.name} has no kernel` : `it is not known whether ${engine.name} has a kernel`;
  return {
    ...(loads === 'no' ? {} : { severity: 'warning', uncertain: true }),
    prop: planned,
    value: planned === 'quantization' ? quantization : model.id,
    allowed: needs,
    message: `${says} for ${format} weights on ${gpu.facts.name}: ${needs} reads them, and it has ${has}`,
    repairs: [
      ...(planned === 'quantization' ? [repair(set('quantization', 'checkpoint')), 'a copy in another format, with its quantization'] : []),
      ...(capability === null ? ['Gpu.custom({ …, computeCapability: … })'] : [`a GPU of ${needs}`]),
    ],
  };
}
