/** What is found at the replicas that compute the prompts of a pool, in the props that a user types: those of the pool, and `prefill` of it. */
import type { Change } from '../../core/change';
import type { Advice, Repair, UnplacedFinding } from '../../core/finding';
import type { PoolView } from '../pool-view';
import { OF_DECODE, PREFILL, prefillName } from './prefill-pool';
import { prefillSchema } from './prefill-props';

const OWN: readonly string[] = Object.keys(prefillSchema.shape);

/** `replicas` → `prefill.replicas`; what both stages share keeps its name. */
const propOf = (prop: string): string => (OWN.includes(rootOf(prop)) ? `${PREFILL}.${prop}` : prop);

const rootOf = (prop: string): string => prop.split('.')[0] ?? '';

/** As it is, but for prefill replicas. */
export function inPropsOfPool<F extends UnplacedFinding>(finding: F, { setting: { decode } }: Pick<PoolView, 'setting'>): F {
  return decode === undefined ? finding : inPrefillProps(finding, decode);
}

/** @param decode name of the pool whose prompts they compute */
function inPrefillProps<F extends UnplacedFinding>(finding: F, decode: string): F {
  const prop = finding.prop === undefined ? {} : { prop: propOf(finding.prop) };
  const repairs = finding.repairs.flatMap((repair) => repairOf(repair, decode));
  return { ...finding, ...prop, repairs: repairs.length > 0 || finding.repairs.length === 0 ? repairs : [`leave ${PREFILL} out`] };
}

/** None where a change is one of the replicas that write the answers alone. */
function repairOf(repair: Repair | Advice, decode: string): (Repair | Advice)[] {
  if (typeof repair === 'string') return [repair];
  const changes = repair.changes.map((change) => changeOf(change, decode));
  return changes.some((change) => change === null) ? [] : [{ ...repair, changes: changes.filter((change) => change !== null) }];
}

function changeOf(change: Change, decode: string): Change | null {
  const { field, on } = change;
  const isTheirs = on === undefined || (on.kind === 'pool' && on.name === prefillName(decode));
  if (!isTheirs) return change;
  const root = rootOf(field);
  if (!OWN.includes(root) && OF_DECODE.some((prop) => prop === root)) return null;
  return { ...change, field: propOf(field), ...(on === undefined ? {} : { on: { ...on, name: decode } }) };
}
