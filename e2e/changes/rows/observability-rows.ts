/** Rows of what watches fleets. */
import type { FleetOutputsProps, IObservedFleet, ObservabilityStackProps } from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, type Rows } from './row';

/** @param fleetOf A fleet with one pool of that name */
export const observabilityRows = (fleetOf: (pool: string) => IObservedFleet): Rows<ObservabilityStackProps> => ({
  cluster: ANOTHER_CLUSTER,
  name: { after: { name: 'observability-renamed' } },
  fleets: {
    before: { fleets: [fleetOf('watched-first')] },
    after: { fleets: [fleetOf('watched-first'), fleetOf('watched-second')] },
  },
  dashboards: { after: { dashboards: false } },
  dashboardFolder: { after: { dashboardFolder: 'Another folder' } },
  alerts: {
    after: {
      alerts: {
        kvCacheWarning: 0.7,
        kvCacheCritical: 0.8,
        waitingWarning: 3,
        waitingCritical: 6,
        gpuMemoryWarning: 0.7,
        gpuMemoryCritical: 0.9,
        ttftWarningShare: 0.5,
      },
    },
  },
  slo: { after: { slo: { ttftSeconds: { 'watched-slo': 2 } } } },
  budget: { after: { budget: { usdPerHour: 500, usdPerMonth: 200_000 } } },
  namespace: { after: { namespace: 'agents-elsewhere' } },
});

const NO_OBJECT = { elsewhere: 'outputs are no objects of the cluster: held by npm test' };

export const FLEET_OUTPUTS_ROWS: Rows<FleetOutputsProps> = { fleet: NO_OBJECT, observability: NO_OBJECT };
