/** Findings of the capacity rules in the props of a pool: the rules know a flat replica, and its data-parallel copies as replicas. */
import { type Change, set } from '../core/change';
import type { Advice, Repair, UnplacedFinding } from '../core/finding';
import { own } from '../core/own';

/** What the words of a finding depend on beside the finding itself. */
export interface PoolProps {
  /** Data-parallel copies in one replica. */
  readonly copies: number;
  /** GPUs that share each layer, pipeline stages, and whether `parallelism.tensor` is written out. @default - one GPU */
  readonly spread?: { readonly tensor: number; readonly pipeline: number; readonly writesTensor: boolean };
  /** Bounds of the scaling policy; undefined where the number of replicas is fixed. */
  readonly scaling?: { readonly min: number; readonly max: number } | undefined;
  /** The only role that asks this pool; undefined where several do. */
  readonly role?: string | undefined;
}

const PROPS: Readonly<Record<string, string>> = {
  pipelineParallel: 'parallelism.pipeline',
  decodeContextParallel: 'parallelism.decodeContext',
  expertParallel: 'parallelism.expert',
  kvOffloadGiB: 'offload.kvCacheGiB',
};

const SPREAD: ReadonlySet<string> = new Set(['tensorParallel', 'pipelineParallel']);
const ONE_GPU = { tensor: 1, pipeline: 1, writesTensor: false };

/** Only a Deployment of one pod is made, so a replica does not leave its node; and a fleet is asked for workflows, not for sessions. */
const NOT_OF_A_POOL: ReadonlySet<string> = new Set(['tensorParallelAcrossNodes', 'sessions']);

export function inPoolProps(finding: UnplacedFinding, pool: PoolProps): UnplacedFinding {
  const prop = finding.prop === undefined ? {} : { prop: propOf(finding.prop, pool) };
  return { ...finding, ...prop, repairs: finding.repairs.flatMap((repair) => repairOf(repair, pool)) };
}

function propOf(prop: string, { scaling, spread = ONE_GPU, copies }: PoolProps): string {
  if (prop === 'replicas' && scaling !== undefined) return 'scaling.min';
  if (prop === 'tensorParallel') return spread.writesTensor || spread.pipeline * copies > 1 ? 'parallelism.tensor' : 'gpusPerReplica';
  return own(PROPS, prop) ?? prop;
}

function repairOf(repair: Repair | Advice, pool: PoolProps): (Repair | Advice)[] {
  if (typeof repair === 'string') return [repair];
  const { changes } = repair;
  if (changes.some(({ field }) => NOT_OF_A_POOL.has(field))) return [];
  const others = changes.filter(({ field }) => !SPREAD.has(field)).flatMap((change) => changeOf(change, pool));
  return [{ ...repair, changes: [...others, ...spreadChanges(changes, pool)] }];
}

/** GPUs of a replica are a product: a change of a factor changes `gpusPerReplica`, too. */
function spreadChanges(changes: readonly Change[], { copies, spread = ONE_GPU }: PoolProps): Change[] {
  const after = (field: string, before: number) => Number(changes.find((change) => change.field === field)?.value ?? before);
  const [tensor, pipeline] = [after('tensorParallel', spread.tensor), after('pipelineParallel', spread.pipeline)];
  const gpus = tensor * pipeline * copies;
  return [
    ...(gpus === spread.tensor * spread.pipeline * copies ? [] : [set('gpusPerReplica', gpus)]),
    ...(spread.writesTensor && tensor !== spread.tensor ? [set('parallelism.tensor', tensor)] : []),
    ...(pipeline === spread.pipeline ? [] : [set('parallelism.pipeline', pipeline)]),
  ];
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
