import { modelByAccounting } from '../by-accounting';
import { UNCOMPARED_LATENCY } from '../uncompared-latency';
import { tgi } from './accounting';

/** Text Generation Inference 3: what a warm-up prefill leaves becomes blocks, less a tenth. */
export const TGI_MODEL = modelByAccounting({
  id: 'tgi',
  name: 'TGI',
  spelled: /^(tgi|text[-_ ]generation[-_ ]inference)$/i,
  compared: 'not checked against start-up logs',
  unread: ['engineVersion', 'enforceEager', 'sampler', 'interconnect', 'kvOffloadGiB', 'kvOffload'],
  latency: UNCOMPARED_LATENCY,
  accounting: ({ engineMemoryFraction }) => tgi(engineMemoryFraction ?? null),
});
