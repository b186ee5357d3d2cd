/** Amounts of memory as Kubernetes writes them: `64Gi`, `512Mi`, `68719476736`. */
import { own } from './own';
import { GIB, KIB, MIB } from './units';

const TIB = 1024 * GIB;
const BYTES: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: KIB,
  Mi: MIB,
  Gi: GIB,
  Ti: TIB,
  Pi: 1024 * TIB,
};
const QUANTITY = /^(\d{1,20}(?:\.\d{1,9})?)(k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/;

/** GiB of a quantity; null where it is none. */
export function memoryGiB(quantity: string): number | null {
  const [, amount, suffix = ''] = QUANTITY.exec(quantity) ?? [];
  return amount === undefined ? null : (Number(amount) * (own(BYTES, suffix) ?? 1)) / GIB;
}
