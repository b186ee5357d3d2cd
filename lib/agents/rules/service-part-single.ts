/** AF-ENG-073: parts of shared cards are turns on them, so that two parts are no two GPUs. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { GpuServiceView } from '../../inference/gpu-service-view';

export const servicePartSingle: Rule<GpuServiceView> = {
  id: 'service-part-single',
  code: 'AF-ENG-073',
  title: 'A replica of a GPU service asks for several parts of shared cards.',
  why: 'The device plugin may give it parts of one card: it sees one GPU where it was planned with several, and its memory once.',
  fix: 'Ask for one part, or for cards of its own.',
  severity: 'error',
  check({ name, spec: { gpusPerReplica, gpu }, nodes: { sharing } }) {
    if (sharing === null) return 'not-applicable';
    if (gpusPerReplica === 1) return 'compliant';
    return [
      {
        prop: 'gpusPerReplica',
        value: gpusPerReplica,
        allowed: '1 on shared cards',
        message: `${name} asks for ${gpusPerReplica} parts of shared cards, which may all be parts of one ${gpu.name}`,
        repairs: [repair(set('gpusPerReplica', 1)), 'nodePool with cards that nobody shares'],
      },
    ];
  },
};
