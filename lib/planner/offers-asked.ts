/** Nodes that would be enough where offers have too few. */
import type { JudgedPools } from './column-pool';
import type { FleetToPlan } from './fleet-to-plan-schema';
import { packed } from './node-packing';
import { searched } from './searched';

/** Nodes of offers that the cheapest fleet without their limit takes, where they are more than there are. */
export interface OffersAsked {
  readonly offers: readonly string[];
  readonly nodes: readonly { readonly offer: string; readonly nodes: number; readonly had: number }[];
}

export function offersAsked(question: FleetToPlan, offers: readonly string[], judged: JudgedPools): OffersAsked {
  const open = Object.entries(question.inventory).map(([name, offer]) => [
    name,
    offers.includes(name) ? { ...offer, nodes: undefined } : offer,
  ]);
  const { found } = searched({ ...question, inventory: Object.fromEntries(open) }, judged);
  if (found === 'too late' || !('columns' in found)) return { offers, nodes: [] };
  const nodes = offers.flatMap((offer) => {
    const had = question.inventory[offer]?.nodes;
    const needed = packed(found.columns).reduce((sum, { offer: { name }, nodes: count }) => sum + (name === offer ? count : 0), 0);
    return had === undefined || needed <= had ? [] : [{ offer, nodes: needed, had }];
  });
  return { offers, nodes };
}
