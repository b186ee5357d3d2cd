/** Everything that changes in a stack, part by part, as lines for a table. */
import type { LeftBehind } from '../../plan/diff/held-data';
import type { ObjectChange } from '../../plan/diff/object-changes';
import type { PartDiff } from '../../plan/diff/part-diff';
import { imageKey, type PlanDiff } from '../../plan/diff/plan-diff';
import type { ChartPlan, ImagePlan } from '../../plan/sections/downloads';
import type { GpuServicePlan } from '../../plan/sections/gpu-service';
import type { QueuePlan } from '../../plan/sections/queue';
import type { VectorStorePlan } from '../../plan/sections/vector-store';
import { type DiffRow, type Line, rowsOf } from './diff-row';
import { existingPoolRows } from './existing-pool-lines';
import { formatField, NOTHING } from './format-field';
import { poolRows } from './pool-lines';
import { fleetRows, roleRows } from './role-lines';

export interface DiffSection {
  /** `pool planner`. */
  readonly title: string;
  readonly status: PartDiff<unknown>['status'];
  readonly rows: readonly DiffRow[];
}

export function diffSections(diff: PlanDiff): DiffSection[] {
  const gpus = diff.gpus.map(({ name, floor, ceiling }) => ({
    label: name,
    before: countText(floor.before, ceiling.before),
    after: countText(floor.after, ceiling.after),
  }));
  return [
    ...(gpus.length === 0 ? [] : [{ title: 'GPUs', status: 'changed' as const, rows: gpus }]),
    ...sections('fleet', diff.fleets, fleetRows),
    ...sections('role', diff.roles, roleRows),
    ...sections('pool', diff.pools, poolRows),
    ...sections('existing pool', diff.existingPools, existingPoolRows),
    ...sections('GPU service', diff.gpuServices, (part) =>
      rowsOf(part, GPU_SERVICE_LINES, ['name', 'path', 'namespace', 'cluster', 'usableGiBPerGpu', 'economics']),
    ),
    ...sections('queue', diff.queues, (part) => rowsOf(part, QUEUE_LINES, ['name', 'path'])),
    ...sections('vector store', diff.vectorStores, (part) => rowsOf(part, VECTOR_LINES, ['name', 'path', 'kind'])),
    ...downloads(diff),
    ...objects(diff),
  ].filter(({ rows }) => rows.length > 0);
}

const countText = (floor: number, ceiling: number): string => (floor === ceiling ? `${floor}` : `${floor}–${ceiling}`);

function sections<T>(kind: string, parts: readonly PartDiff<T>[], rows: (part: PartDiff<T>) => DiffRow[]): DiffSection[] {
  return parts.map((part) => ({ title: `${kind} ${part.name}`, status: part.status, rows: rows(part) }));
}

const line = <T extends object>(field: keyof T & string, label: string): Line<T> => ({
  label,
  text: (part) => formatField(field, part[field]),
  tells: [field],
});

const GPU_SERVICE_LINES: readonly Line<GpuServicePlan>[] = [
  line('image', 'image'),
  line('gpu', 'GPU'),
  line('resource', 'asks the nodes for'),
  line('gpusPerReplica', 'GPUs of a pod'),
  line('replicas', 'pods'),
  line('memoryGiBPerGpu', 'GiB of each GPU'),
  line('startupSeconds', 'seconds to start'),
  line('costPerHour', 'USD per hour'),
];

const QUEUE_LINES: readonly Line<QueuePlan>[] = [
  line('kind', 'kind'),
  line('maxAttempts', 'attempts of a task'),
  line('visibilitySeconds', 'given to another worker after'),
  line('maxLength', 'tasks at most'),
  line('consumers', 'worked on by'),
];

const VECTOR_LINES: readonly Line<VectorStorePlan>[] = [
  line('vectors', 'vectors at most'),
  line('dimensions', 'numbers in a vector'),
  line('memoryGiB', 'memory of a pod'),
  line('storageGiB', 'disk of a pod'),
];

/** Images and charts are short: one table for all of them. Those of a whole stack are what `agent-fleet images` lists. */
function downloads({ status, images, charts }: PlanDiff): DiffSection[] {
  if (status !== 'changed') return [];
  const rows = [...images.flatMap(imageRow), ...charts.flatMap(chartRow)];
  return rows.length === 0 ? [] : [{ title: 'images and charts', status: 'changed', rows }];
}

const imageRow = ({ name, before, after }: PartDiff<ImagePlan>): DiffRow[] =>
  moved(imageKey({ source: name }), before?.source, after?.source);

const chartRow = ({ name, before, after }: PartDiff<ChartPlan>): DiffRow[] => moved(name, before?.version, after?.version);

/** A download that only other constructs use as well is not another one. */
const moved = (label: string, before: string | undefined, after: string | undefined): DiffRow[] =>
  before === after ? [] : [{ label, before: formatField('', before), after: formatField('', after) }];

/** It can be taken back by the construct, or deleted by hand. */
function leftText(left: LeftBehind | undefined): string {
  const its = [
    left?.storageGiB == null ? 'its volumes' : `${left.storageGiB} GiB`,
    ...(left !== undefined && left.pods > 0 ? [`${left.pods} ${left.pods === 1 ? 'pod' : 'pods'}`] : []),
  ].join(' and ');
  const end = left === undefined ? '' : `, until: ${left.command}`;
  return `${its} with its data stay on the cluster and on its bill, unmanaged${end}`;
}

/** What becomes of a resource that does not stay as it is. */
function fateOf({ status, because, data, left }: ObjectChange): string {
  if (status === 'added') return 'made';
  if (status === 'refused') {
    const end = left === undefined ? '' : `; until: ${left.command}`;
    return `refused: it stays as it is, and the deploy ends with an error (${because ?? ''}${end})`;
  }
  if (data === 'left') return `left behind: ${leftText(left)}`;
  const withData = data === 'lost' ? ', with its data' : '';
  return status === 'removed' ? `destroyed${withData}` : `destroyed and made anew${withData} (${because ?? ''})`;
}

/** What Terraform would do with the objects of a stack that stays; what is only changed in place is counted. */
function objects({ status, objects: changes }: PlanDiff): DiffSection[] {
  if (changes === null || status !== 'changed') return [];
  const moves = changes.filter((one) => one.status !== 'changed');
  const rows = moves.map((one) => ({
    label: `${one.type} ${one.name}`,
    before: one.status === 'added' ? NOTHING : 'there',
    after: fateOf(one),
  }));
  const inPlace = changes.length - moves.length;
  const counted =
    inPlace === 0 ? [] : [{ label: 'changed in place', before: NOTHING, after: `${inPlace} ${inPlace === 1 ? 'resource' : 'resources'}` }];
  return [{ title: 'Terraform resources', status: 'changed', rows: [...rows, ...counted] }];
}
