/** AF-CLU-020: an image that changes by itself changes nodes by itself. */
import type { Rule } from '../../../core/rule';
import type { StartedImage } from '../started-pool';

export const imagePinned: Rule<StartedImage> = {
  id: 'image-pinned',
  code: 'AF-CLU-020',
  title: 'The machine image of GPU nodes is the newest one, whatever it is.',
  why: 'Karpenter replaces all nodes whenever an image is published: each replica loads anew, on a driver that nobody has tried.',
  fix: 'Name a version of the image, and raise it when you have tried the next one.',
  severity: { production: 'warning', staging: 'warning', development: 'info' },
  check({ ami }) {
    if (!ami.endsWith('@latest')) return 'compliant';
    return [
      {
        prop: 'nodeClass.ami',
        value: ami,
        allowed: 'an image with its version',
        message: `${ami} is another image whenever Amazon publishes one; nodes, and with them replicas, are then replaced one after the other`,
        repairs: [`ami: '${ami.replace('@latest', '@<version>')}'`],
      },
    ];
  },
};
