/** What the figures rest on that is not exact: estimates by line and source, facts that are missing, prices with their date. */
import { sellerOf } from '../../economics/seller';
import { assumedIn } from '../request-facts';
import type { FleetReport, PoolReport } from './reported';

export interface Assumption {
  readonly kind: 'missing' | 'assumed' | 'fitted' | 'price';
  /** What is assumed, e.g. the id of a memory term. */
  readonly what: string;
  readonly source: string;
  /** Pools and roles that it is about. */
  readonly about: readonly string[];
}

const KINDS = ['missing', 'assumed', 'fitted', 'price'] as const;

/** Each once, with all that it is about; the least sure first. */
export function assumptionsOf(pools: readonly PoolReport[], fleets: readonly FleetReport[]): Assumption[] {
  const found = new Map<string, Assumption>();
  const add = (kind: Assumption['kind'], what: string, source: string, about: string) => {
    const key = JSON.stringify([kind, what, source]);
    found.set(key, { kind, what, source, about: [...new Set([...(found.get(key)?.about ?? []), about])] });
  };
  for (const { plan } of pools) {
    for (const fact of plan.missing) add('missing', fact, 'not given, and no public source is known', plan.name);
    for (const { id, evidence, source } of plan.memory.terms) {
      if (evidence === 'assumed' || evidence === 'fitted') add(evidence, id, source, plan.name);
    }
    if (plan.price === null) add('missing', 'price', 'no price is known for this GPU', plan.name);
    else add('price', `${plan.gpu.name}, ${plan.price.purchase}`, `${sellerOf(plan.price)}, ${plan.price.asOf}`, plan.name);
  }
  for (const { plan } of fleets) {
    for (const { name, requestPass } of plan.roles) {
      for (const assumed of requestPass === undefined ? [] : assumedIn(requestPass)) {
        if (assumed === 'length of answers')
          add('assumed', 'longest answer', 'no role says how long its answers are; timeouts rest on it', name);
        else add('assumed', assumed, 'until the autoscaler looks and a node is there; requests are held as long', name);
      }
    }
  }
  return KINDS.flatMap((kind) => [...found.values()].filter((one) => one.kind === kind));
}
