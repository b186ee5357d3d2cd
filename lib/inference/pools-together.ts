/** What a pool looks like beside others: pools that could be one, roles of unequal patience in one queue. */
import { checkClasses } from '../capacity/fit/mixed-latency';
import { suggestSharing } from '../capacity/fit/shared-pools';
import type { UnplacedFinding } from '../core/finding';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { InferencePool } from './inference-pool';
import { isInferencePool } from './pool-brand';

/** AF-CAP-011 once, at the first pool of a cluster; AF-LAT-005 at every pool. */
export function sharedQueueFindings(pool: InferencePool): UnplacedFinding[] {
  return [...checkClasses(pool.name, pool.classes()), ...sharing(pool)];
}

function sharing(pool: InferencePool): UnplacedFinding[] {
  const pools = SynthesisRegistry.of(pool)
    .registered((construct): construct is InferencePool => isInferencePool(construct))
    .filter((other) => other.cluster === pool.cluster);
  return pools[0] === pool ? suggestSharing(pools.map((one) => one.capacityInput())) : [];
}
