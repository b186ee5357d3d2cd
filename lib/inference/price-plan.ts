import { ageInDays } from '../economics/price-age';
import type { PoolPlan } from '../plan/sections/pool';
import type { GpuTenant } from './gpu-tenant';

/** The price of a GPU as `fleet.plan.json` holds it. */
export function pricePlan(price: GpuTenant['nodes']['price'], setting: GpuTenant['setting']): PoolPlan['price'] {
  if (price === null) return null;
  const { usdPerGpuHour, provider, region, purchase, asOf } = price;
  const { planDate } = setting.nodes;
  const where = region === undefined ? {} : { region };
  return { usdPerGpuHour, provider, ...where, purchase, asOf, ...(planDate === undefined ? {} : { ageDays: ageInDays(asOf, planDate) }) };
}
