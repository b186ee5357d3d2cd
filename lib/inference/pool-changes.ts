/** Findings of the capacity rules in the props of a pool: the rules know a flat replica, and its data-parallel copies as replicas. */
import { type Change, set } from '../core/change';
import type { Advice, Repair, UnplacedFinding } from '../core/finding';
import { own } from '../core/own';

/** What the words of a finding depend on beside the finding itself. */
export interface PoolProps {
  /** Data-parallel copies in one replica. */
  readonly copies: number;
  /** Bounds of the scaling policy; undefined where the number of replicas is fixed. */
  readonly scaling?: { readonly min: number; readonly max: number } | undefined;
  /** The only role that asks this pool; undefined where several do. */
  readonly role?: string | undefined;
}

const PROPS: Readonly<Record<string, string>> = {
  tensorParallel: 'gpusPerReplica',
  pipelineParallel: 'parallelism.pipelineStages',
  decodeContextParallel: 'parallelism.decodeContextParallel',
  kvOffloadGiB: 'offload.kvCacheGiB',
};

/** Only a Deployment of one pod is made, so a replica does not leave its node; and a fleet is asked for workflows, not for sessions. */
const NOT_OF_A_POOL: ReadonlySet<string> = new Set(['tensorParallelAcrossNodes', 'sessions']);

export function inPoolProps(finding: UnplacedFinding, pool: PoolProps): UnplacedFinding {
  const prop = finding.prop === undefined ? {} : { prop: propOf(finding.prop, pool) };
  return { ...finding, ...prop, repairs: finding.repairs.flatMap((repair) => repairOf(repair, pool)) };
}

const propOf = (prop: string, { scaling }: PoolProps): string =>
  prop === 'replicas' && scaling !== undefined ? 'scaling.min' : (own(PROPS, prop) ?? prop);

function repairOf(repair: Repair | Advice, pool: PoolProps): (Repair | Advice)[] {
  if (typeof repair === 'string') return [repair];
  const { changes } = repair;
  if (changes.some(({ field }) => NOT_OF_A_POOL.has(field))) return [];
  return [{ ...repair, changes: changes.flatMap((change) => changeOf(change, pool)) }];
}

function changeOf(change: Change, pool: PoolProps): Change[] {
  const { field, value } = change;
  if (typeof value === 'number' && (field === 'replicas' || field === 'scaling.min' || field === 'scaling.max'))
    return replicas(field, Math.ceil(value / pool.copies), pool);
  if (field === 'conversationsPerDay' && pool.role !== undefined) return [{ ...change, field: `roles.${pool.role}.conversations.perDay` }];
  return [{ ...change, field: own(PROPS, field) ?? field }];
}

/** The number of replicas has one owner, and a floor above the ceiling moves the ceiling, too. */
function replicas(field: string, count: number, { scaling }: PoolProps): Change[] {
  if (field === 'scaling.max') return [set(field, count)];
  if (scaling === undefined) return [set('replicas', count)];
  return [set('scaling.min', count), ...(count > scaling.max ? [set('scaling.max', count)] : [])];
}
