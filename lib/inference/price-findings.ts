/** Whether the prices that the pools of a cluster are counted with are those of today. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { PRICE_RULES } from '../economics/rules';
import type { GpuTenant } from './gpu-tenant';

/** Each price once, however many pools pay it. */
export function priceFindings(pools: readonly GpuTenant[]): Finding[] {
  const paid = new Map<string, GpuTenant[]>();
  for (const pool of pools) {
    const { price } = pool.nodes;
    if (price === null) continue;
    const key = [pool.spec.gpu.id, price.provider, price.purchase, price.asOf].join('|');
    paid.set(key, [...(paid.get(key) ?? []), pool]);
  }
  return [...paid.values()].flatMap(([first, ...others]) => (first === undefined ? [] : agedPrice(first, others)));
}

function agedPrice(
  { path, name, spec, nodes: { price, nodePools }, setting, environment }: GpuTenant,
  others: readonly GpuTenant[],
): Finding[] {
  if (price === null) return [];
  const nodePool = nodePools.find(({ usdPerGpuHour }) => usdPerGpuHour !== undefined)?.name;
  const what = `${spec.gpu.name}, ${price.purchase}, ${price.provider}`;
  const used = { what, asOf: price.asOf, usedBy: [name, ...others.map((pool) => pool.name)] };
  const prop = nodePool === undefined ? 'nodePools' : `nodePools.${nodePool}.priceAsOf`;
  const subject = { ...used, prop, isDeclared: nodePool !== undefined, planDate: setting.nodes.planDate };
  return evaluateRules(PRICE_RULES, subject, { environment }).map((finding) => place(path, finding));
}
