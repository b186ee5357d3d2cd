/** AF-COST-002: work that runs in the background can wait for another node. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import { isBackground } from '../background-pool';
import type { PoolView } from '../pool-view';

export const backgroundOnSpot: Rule<PoolView> = {
  id: 'background-on-spot',
  code: 'AF-COST-002',
  title: 'A pool of background roles runs on nodes that stay, although spot is cheaper.',
  why: 'Nobody waits for these roles, so a node that is taken away costs time and no user; spot hours cost less.',
  fix: 'Run the pool on spot nodes, or give a role on it the latency class of its users.',
  severity: 'warning',
  check({ name, demand, nodes }) {
    const { price } = nodes;
    // The floor was put there on purpose.
    if (nodes.burst?.price?.purchase === 'spot') return 'compliant';
    if (price === null || !isBackground(demand)) return 'not-applicable';
    const spot = nodes.boughtAs('spot');
    if (price.purchase === 'spot' || spot === null) return price.purchase === 'spot' ? 'compliant' : 'not-applicable';
    if (spot.usdPerGpuHour >= price.usdPerGpuHour) return 'compliant';
    const advice = "purchase: 'spot' on the node pool, with its price and labels";
    return [
      {
        prop: 'nodePool',
        value: `${price.purchase} for ${formatUsd(price.usdPerGpuHour)}`,
        allowed: `spot for ${formatUsd(spot.usdPerGpuHour)} a GPU and hour (${spot.provider}, ${spot.asOf})`,
        message: `all roles on ${name} run in the background, on ${price.purchase} nodes for ${formatUsd(price.usdPerGpuHour)} a GPU and hour where spot costs ${formatUsd(spot.usdPerGpuHour)}`,
        repairs: [spot.nodePool === null ? advice : repair(set('nodePool', spot.nodePool))],
      },
    ];
  },
};
