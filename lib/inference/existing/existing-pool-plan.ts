/** A pool of somebody else as `fleet.plan.json` holds it. */
import { monthOf } from '../../economics/cost-points';
import type { ExistingPoolPlan } from '../../plan/sections/existing-pool';
import { wholeTokens } from '../pool-plan';
import type { PoolView } from '../pool-view';
import type { ExistingPoolSpec } from './existing-pool-props';

export function toExistingPoolPlan(view: PoolView, { url, capacity }: ExistingPoolSpec): ExistingPoolPlan {
  const { name, path, namespace, cluster, servedName, spec, demand, verdict } = view;
  const { kvTokens = null, requests = null, tokensPerSecond = null } = capacity ?? {};
  return {
    name,
    path,
    cluster,
    namespace,
    url,
    model: { id: spec.model.id, servedName },
    maxContextTokens: spec.maxContextTokens,
    capacity: capacity === undefined ? null : { kvTokens, requests, tokensPerSecond },
    demand: [...demand.planned],
    peakDemand: [...demand.peak],
    verdict: verdict.verdict,
    missing: [...verdict.missing],
    headroom: verdict.missing.length > 0 ? null : Number(verdict.headroom.toFixed(4)),
    bottleneck: verdict.bottleneck,
    price: priceOf(view),
    economics: economicsOf(view),
  };
}

function priceOf({ existing }: PoolView): ExistingPoolPlan['price'] {
  const price = existing?.costPerMillionTokens;
  if (price === undefined) return null;
  const { input, output, cachedInput = input, asOf } = price;
  return { input, output, cachedInput, asOf };
}

function economicsOf({ money: { usdPerHour, usdPerDay, tokens } }: PoolView): ExistingPoolPlan['economics'] {
  return { usdPerHour, usdPerMonth: monthOf(usdPerHour), usdPerDay, tokensPerHour: tokens === null ? null : wholeTokens(tokens) };
}
