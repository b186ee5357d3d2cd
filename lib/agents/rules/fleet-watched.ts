/** AF-OBS-013: what nobody watches fails silently. */
import type { Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';

export const fleetWatched: Rule<FleetView> = {
  id: 'fleet-watched',
  code: 'AF-OBS-013',
  title: 'No ObservabilityStack watches a fleet.',
  why: 'There is no alert on late first tokens, full KV caches and costs, and no dashboard.',
  fix: 'Make an ObservabilityStack with the fleet in fleets.',
  severity: 'info',
  check({ name, setting: { isWatched } }) {
    if (isWatched === undefined) return 'not-applicable';
    if (isWatched()) return 'compliant';
    return [
      {
        prop: 'name',
        value: name,
        allowed: 'a fleet that an ObservabilityStack watches',
        message: `nothing watches fleet ${name}: no alert, no dashboard and no record of its cost`,
        repairs: ["new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] })"],
      },
    ];
  },
};
