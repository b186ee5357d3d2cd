/** CPU, memory and disk of nodes in messages. */
import { formatGiB } from '../core/format';
import type { NodeResource } from './node-room';

const NAMES: Readonly<Record<NodeResource, string>> = { cpu: 'CPUs', memoryGiB: 'memory', diskGiB: 'disk' };

/** `7.9 CPUs`, `28.4 GiB of memory`. */
export function amountInWords(resource: NodeResource, amount: number): string {
  if (resource === 'cpu') return `${rounded(amount)} ${amount === 1 ? 'CPU' : 'CPUs'}`;
  return `${formatGiB(amount, Number.isInteger(amount) ? 0 : 1)} of ${NAMES[resource]}`;
}

/** `4 CPUs, 32 GiB of memory`; what is not known is left out. */
export const amountsInWords = (amounts: Readonly<Record<NodeResource, number | null>>): string =>
  (Object.keys(NAMES) as NodeResource[])
    .flatMap((resource) => {
      const amount = amounts[resource];
      return amount === null ? [] : [amountInWords(resource, amount)];
    })
    .join(', ');

const rounded = (value: number): string => String(Math.floor(value * 100 + 1e-6) / 100);

/** `"agents", "data"`. */
export const namesOf = (pools: readonly { readonly name: string }[]): string => pools.map(({ name }) => `"${name}"`).join(', ');
