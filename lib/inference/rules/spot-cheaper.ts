/** AF-ELA-007: spot is worth its interruptions only where it is cheaper; published lists hold cards that cost more that way. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import type { GpuTenant } from '../gpu-tenant';

export const spotCheaper: Rule<GpuTenant> = {
  id: 'spot-cheaper',
  code: 'AF-ELA-007',
  title: 'A pool runs on spot nodes that cost no less than nodes on demand.',
  why: 'Spot nodes are taken away at any time, and here nothing is saved for it.',
  fix: 'Run the pool on demand, or give the price that you pay for spot.',
  severity: 'warning',
  check({ name, nodes }) {
    const price = nodes.burst?.price ?? nodes.price;
    if (price === null || price.purchase !== 'spot') return 'not-applicable';
    const onDemand = nodes.boughtAs('on-demand');
    if (onDemand === null) return 'not-applicable';
    if (price.usdPerGpuHour < onDemand.usdPerGpuHour) return 'compliant';
    const advice = "purchase: 'on-demand' on the node pool";
    return [
      {
        prop: nodes.burst === null ? 'nodePool' : 'burstNodePools',
        value: `spot for ${formatUsd(price.usdPerGpuHour)}`,
        allowed: `less than ${formatUsd(onDemand.usdPerGpuHour)} a GPU and hour, the price on demand (${onDemand.provider}, ${onDemand.asOf})`,
        message: `${name} runs on spot for ${formatUsd(price.usdPerGpuHour)} a GPU and hour, and on demand the same card costs ${formatUsd(onDemand.usdPerGpuHour)}`,
        repairs: [
          nodes.burst !== null
            ? 'burstNodePools left out'
            : onDemand.nodePool === null
              ? advice
              : repair(set('nodePool', onDemand.nodePool)),
        ],
      },
    ];
  },
};
