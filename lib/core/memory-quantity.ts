/** Amounts of memory as Kubernetes writes them: `64Gi`, `512Mi`, `68719476736`. */
import { GIB, KIB, MIB } from './units';

const BYTES: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: KIB, Mi: MIB, Gi: GIB, Ti: 1024 * GIB };
const QUANTITY = /^(\d+(?:\.\d+)?)(k|M|G|T|Ki|Mi|Gi|Ti)?$/;

/** GiB of a quantity; null where it is none. */
export function memoryGiB(quantity: string): number | null {
  const [, amount, suffix = ''] = QUANTITY.exec(quantity.trim()) ?? [];
  return amount === undefined ? null : (Number(amount) * (BYTES[suffix] ?? 1)) / GIB;
}
