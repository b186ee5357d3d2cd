/** AF-PLT-015: the readers of object stores are given no proxy by their makers. */
import type { Rule } from '../../core/rule';
import type { StreamingPods } from '../streaming-pods';

export const storePastProxy: Rule<StreamingPods> = {
  id: 'store-past-proxy',
  code: 'AF-PLT-015',
  title:
    'Weights are streamed from a public object store on a cluster whose only way out is a proxy, and it is not known that what reads them asks the proxy.',
  why: 'A reader that does not is stopped by the network policies, and the replicas never start.',
  fix: 'Name the address ranges of a private endpoint of the store, or keep the weights on a claim.',
  severity: 'warning',
  check({ store, behindProxy }) {
    if (store.service !== undefined) return 'not-applicable';
    if (!behindProxy) return 'compliant';
    return [
      {
        prop: 'weights',
        value: store.uri,
        allowed: 'a store in your own network (service, cidrs)',
        message: `the way to ${store.uri} leads through the proxy of the cluster, and nobody says that the Run:ai Model Streamer asks it`,
        repairs: ["cidrs: ['10.20.0.0/24'], the addresses of a private endpoint of the store", 'Weights.claim()'],
        uncertain: true,
      },
    ];
  },
};
