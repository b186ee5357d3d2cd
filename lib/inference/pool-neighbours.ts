/** What a pool looks like beside others: pools that could be one, roles of unequal patience in one queue. */
import { checkClasses } from '../capacity/fit/pool-classes';
import { suggestSharing } from '../capacity/fit/shared-pools';
import type { UnplacedFinding } from '../core/finding';
import { Ledger } from '../terraform/ledger';
import type { InferencePool } from './inference-pool';
import { isInferencePool } from './pool-brand';

/** AF-CAP-011 once, at the first pool of a cluster; AF-LAT-005 at every pool. */
export function neighbourFindings(pool: InferencePool): UnplacedFinding[] {
  return [...checkClasses(pool.name, pool.classes()), ...sharing(pool)];
}

function sharing(pool: InferencePool): UnplacedFinding[] {
  const pools = Ledger.of(pool)
    .enrolled((construct): construct is InferencePool => isInferencePool(construct))
    .filter((other) => other.cluster === pool.cluster);
  return pools[0] === pool ? suggestSharing(pools.map((one) => one.capacityInput())) : [];
}
