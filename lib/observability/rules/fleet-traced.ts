/** AF-OBS-006: a failure that cannot be followed cannot be explained. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const fleetTraced: Rule<WatchView> = {
  id: 'fleet-traced',
  code: 'AF-OBS-006',
  title: 'A fleet has no tracing.',
  why: 'Metrics say that steps fail; only the trace of a step says whether agent, router, queue or model failed.',
  fix: 'Make a collector with Tracing.otlp, .langfuse or .langSmith (or name one with .fromExisting), and put it into the services of the fleet.',
  severity: OPERATIONAL,
  check({ spec: { fleets } }) {
    const judged = fleets.filter(({ traced }) => traced !== undefined);
    if (judged.length === 0) return 'not-applicable';
    const untraced = judged.filter(({ traced }) => traced === false);
    if (untraced.length === 0) return 'compliant';
    return untraced.map((fleet) => ({
      prop: `fleets.${fleets.indexOf(fleet)}`,
      value: fleet.name,
      allowed: 'a fleet with tracing among its services',
      message: `the steps of fleet ${fleet.name} leave no trace, so a failed one cannot be explained or reproduced`,
      repairs: ["services: [Tracing.otlp(stack, 'tracing', { cluster, to })] of the fleet"],
    }));
  },
};
