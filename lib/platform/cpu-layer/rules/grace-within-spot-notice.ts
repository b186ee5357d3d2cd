/** AF-CLU-080: pods on spot nodes end within the notice of the cloud. */
import { OPERATIONAL, type Rule } from '../../../core/rule';
import { namesOf } from '../../node-words';
import type { PlacedCpuPods } from '../placed-pods';

export const graceWithinSpotNotice: Rule<PlacedCpuPods> = {
  id: 'grace-within-spot-notice',
  code: 'AF-CLU-080',
  title: 'Pods on spot nodes have more time to end than the cloud gives them.',
  why: 'What they have begun ends in the middle: requests are cut off, and tasks of a queue are done again by somebody else.',
  fix: 'Run them on nodes that stay, or let what they do be done again.',
  severity: OPERATIONAL,
  check({ workload, holdsData, nodePools, graceSeconds, notice }) {
    const spot = nodePools.filter(({ purchase }) => purchase === 'spot');
    // What holds data is AF-CLU-079.
    if (spot.length === 0 || notice === undefined || holdsData) return 'not-applicable';
    if (graceSeconds <= notice.seconds) return 'compliant';
    return [
      {
        prop: 'cpuNodePools',
        value: spot.map(({ name }) => name).join(', '),
        allowed: `pods that end within ${notice.seconds} s`,
        message: `a pod of ${workload} has ${graceSeconds} s to end what it has begun, and ${notice.by} takes a spot node of ${namesOf(spot)} back after ${notice.seconds} s`,
        repairs: [`cpuNodePools of ${workload}: node pools whose purchase is not 'spot'`],
      },
    ];
  },
};
