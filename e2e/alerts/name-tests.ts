/** Whom the emitted matchers find, by names as Kubernetes makes them: the pods of a workload, whatever is cut off its name, and none of its neighbours. */
import { deploymentPods, podMatchers } from '../../lib/core/kubernetes/pod-names';
import { deploymentPod, neighboursOf } from '../cluster/pod-names';
import type { RuleTest } from './promtool';

const BASE = 'router-of-the-research-department-in-the-second-building-east';
/** Beyond 46 letters the dash before the last five is cut off, beyond 56 the hash, beyond 58 the name. */
const LENGTHS = [6, 40, 46, 47, 52, 55, 56, 57, 58, 61] as const;

const up = (pod: string) => ({ series: `up{namespace="research",pod="${pod}"}`, values: '1x4' });

export function nameTests(): RuleTest[] {
  return LENGTHS.map((length) => {
    const name = BASE.slice(0, length).replace(/-$/, 'x');
    const pods = [deploymentPod(name, 0), deploymentPod(name, 1), deploymentPod(name, 0, 7), deploymentPod(name, 0, 4_294_967_295)];
    // The names of neighbours of a name that is cut are cut to the same.
    const beside = length > 40 ? [] : neighboursOf(name);
    return {
      name: `pods of a name of ${length} letters`,
      groups: [],
      stepSeconds: 60,
      input: [...new Set(pods), ...beside].map(up),
      checks: [{ expr: `count(up{${podMatchers('research', deploymentPods(name))}})`, atMinutes: 2, value: new Set(pods).size }],
    };
  });
}
