/** AF-COST-001: nodes that nobody takes away cost more, and a tier for which no user waits can do without. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import type { Rule } from '../../core/rule';
import { isBackground } from '../background-pool';
import type { PoolView } from '../pool-view';

export const onDemandNeeded: Rule<PoolView> = {
  id: 'on-demand-needed',
  code: 'AF-COST-001',
  title: 'A pool for which no user waits and that directs nobody runs on demand, although spot is cheaper.',
  why: 'Background work can be sent again when a node is taken away, and on-demand hours cost more.',
  fix: 'Run the pool on spot nodes, or give a role on it the latency class of its users.',
  severity: 'warning',
  check({ name, demand, nodes }) {
    const { price } = nodes;
    // The floor was put there on purpose.
    if (nodes.burst?.price?.purchase === 'spot') return 'compliant';
    const isAwaited = demand.classes.some(({ latency }) => latency !== 'background') || (demand.orchestrators ?? []).length > 0;
    if (price === null || price.purchase !== 'on-demand' || demand.planned.length === 0 || isAwaited) return 'not-applicable';
    // Said by AF-COST-002.
    if (isBackground(demand)) return 'not-applicable';
    const spot = nodes.boughtAs('spot');
    if (spot === null) return 'not-applicable';
    if (spot.usdPerGpuHour >= price.usdPerGpuHour) return 'compliant';
    const roles = [...new Set(demand.planned.map(({ role }) => role))].join(', ');
    const advice = "purchase: 'spot' on the node pool, with its price and labels";
    return [
      {
        prop: 'nodePool',
        value: `on demand for ${formatUsd(price.usdPerGpuHour)}`,
        allowed: `spot for ${formatUsd(spot.usdPerGpuHour)} a GPU and hour (${spot.provider}, ${spot.asOf})`,
        message: `${name} serves ${roles}, for which no user waits, on demand for ${formatUsd(price.usdPerGpuHour)} a GPU and hour where spot costs ${formatUsd(spot.usdPerGpuHour)}`,
        repairs: [spot.nodePool === null ? advice : repair(set('nodePool', spot.nodePool))],
      },
    ];
  },
};
