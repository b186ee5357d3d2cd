/** AF-ENG-071: what nobody says of a tool's memory cannot be held against its card. */
import type { Rule } from '../../core/rule';
import type { GpuServiceView } from '../../inference/gpu-service-view';

export const serviceMemoryKnown: Rule<GpuServiceView> = {
  id: 'service-memory-known',
  code: 'AF-ENG-071',
  title: 'Nobody says how much memory of its GPU a GPU service takes.',
  why: 'Whether it fits is not known; on a card that others share, it may end them or be ended by them.',
  fix: 'Measure the peak with nvidia-smi under load, and state it as memoryGiBPerGpu.',
  severity: ['error', 'info'],
  check({ name, spec: { gpu }, nodes: { sharing }, heldGiB }) {
    if (heldGiB !== null) return 'compliant';
    const asked = { prop: 'memoryGiBPerGpu', value: undefined, allowed: 'GiB at the peak, as measured' };
    const repairs = ['memoryGiBPerGpu, the peak that nvidia-smi shows under load'];
    if (sharing === null) {
      const message = `whether ${name} fits on ${gpu.name} is not known: nobody says how much memory it takes`;
      return [{ ...asked, severity: 'info', uncertain: true, message, repairs }];
    }
    const message = `${name} shares a ${gpu.name} with others, and nobody says how much of its memory it takes`;
    return [{ ...asked, severity: 'error', message, repairs: [...repairs, 'a card or a MIG slice of its own'] }];
  },
};
