/** AF-PLT-013: a card that a device plugin and a DRA driver both hand out is given to two pods. */
import type { Rule } from '../../core/rule';
import type { OfferedGpu } from '../offered-gpu';

export const oneDriverForCards: Rule<OfferedGpu> = {
  id: 'one-driver-for-cards',
  code: 'AF-PLT-013',
  title: 'Cards are handed out by a device class, and by the device plugin of a GPU operator that is installed here.',
  why: 'Neither knows what the other gave away, so two pods would get one card.',
  fix: 'Bring GPU operator and DRA driver yourself and say so (existing), or leave the device class out.',
  severity: 'error',
  check({ gpu, platform, installsOperator, deviceClasses }) {
    if (deviceClasses.length === 0) return 'not-applicable';
    if (!installsOperator) return 'compliant';
    const [first = ''] = deviceClasses;
    return [
      {
        prop: 'gpu',
        value: gpu,
        allowed: "gpuOperator: 'existing'",
        message: `${platform} installs a GPU operator whose device plugin hands out ${gpu}, which device class ${first} hands out, too: two pods would get one card`,
        repairs: [`gpuOperator: 'existing' on ${platform}`, 'leave deviceClass out on the node pools of the cluster'],
      },
    ];
  },
};
