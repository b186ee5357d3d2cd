/** AF-CAP-028: weights in a format that the card does not multiply save memory, not time. */
import { formatsOnCard } from '../../weight-format';
import type { PoolRule } from '../assessment';

export const weightFormatNative: PoolRule = {
  id: 'weight-format-native',
  code: 'AF-CAP-028',
  title: 'Weights are unpacked to 16 bit for every product: they save memory, not time.',
  why: 'The card has no arithmetic in their format: there is fp8 from Ada on, nvfp4 from Blackwell on.',
  fix: 'Nothing, where you need the memory; newer GPUs multiply in the format.',
  severity: 'info',
  check({ input: { replica } }) {
    const loaded = formatsOnCard(replica).filter(({ support }) => support.loads === 'yes');
    if (loaded.length === 0) return 'not-applicable';
    const unpacked = loaded.filter(({ support }) => support.unpacked);
    if (unpacked.length === 0) return 'compliant';
    const { gpu, quantization, model } = replica;
    const prop = quantization === 'checkpoint' || model.facts.nativeQuantization !== null ? 'model' : 'quantization';
    return unpacked.map(({ format }) => ({
      prop,
      value: prop === 'quantization' ? quantization : model.id,
      message: `${format} weights on ${gpu.facts.name} are unpacked to 16 bit for every product: memory is saved, time is not`,
      repairs: [],
    }));
  },
};
