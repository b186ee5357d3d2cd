/** AF-ENG-070: a tool takes the memory that its model needs, whatever the card has. */
import { formatGiB } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { GpuServiceView } from '../../inference/gpu-service-view';

export const serviceMemoryFits: Rule<GpuServiceView> = {
  id: 'service-memory-fits',
  code: 'AF-ENG-070',
  title: 'A GPU service needs more memory than its GPU has.',
  why: 'Its process would end with out of memory while it loads, and start again for ever.',
  fix: 'Take a larger GPU or slice, or more GPUs for each replica where the program can divide its model.',
  severity: ['error', 'warning'],
  check({ name, spec: { gpu }, heldGiB }) {
    if (heldGiB === null) return 'not-applicable';
    const { reportedMemoryGiB } = gpu;
    const found = { prop: 'memoryGiBPerGpu', value: heldGiB };
    if (reportedMemoryGiB === null) {
      const message = `${name} needs ${formatGiB(heldGiB)} of each GPU, and how much of ${gpu.name} a program gets is not known`;
      const repairs = ['Gpu.custom({ …, reportedMemoryGiB }) with the figure of nvidia-smi'];
      return [{ ...found, severity: 'warning', uncertain: true, allowed: 'a GPU whose usable memory is known', message, repairs }];
    }
    if (heldGiB <= reportedMemoryGiB) return 'compliant';
    const message = `${name} needs ${formatGiB(heldGiB)} of each GPU, and ${gpu.name} gives a program ${formatGiB(reportedMemoryGiB)}`;
    return [
      { ...found, severity: 'error', allowed: `≤ ${reportedMemoryGiB}`, message, repairs: ['a GPU with more memory', 'gpusPerReplica'] },
    ];
  },
};
