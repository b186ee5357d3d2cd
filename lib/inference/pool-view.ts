import { judge } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import type { PoolVerdict } from '../capacity/fit/pool-verdict';
import { requestsInFlight } from '../capacity/fit/requests-in-flight';
import { GPUS_PER_NODE } from '../capacity/fit/rules/tensor-parallel-in-node';
import { copiesOf, nodesOf } from '../capacity/gpus-of-replica';
import { defaultEngine } from '../catalog/engines/default-engine';
import type { Engine } from '../catalog/engines/engine';
import { once } from '../core/once';
import type { Environment } from '../core/rule';
import { partOf } from '../economics/cost-points';
import type { ClusterNodes } from '../platform/cluster-nodes';
import type { PodPriority } from '../platform/pod-priority';
import type { StorageClasses } from '../platform/storage-class';
import { definedOnly } from '../terraform/defined-only';
import { prefillPool } from './disaggregation/prefill-pool';
import { remotePrefill } from './disaggregation/stage';
import type { EngineAdapter } from './engines/adapter';
import { adapterOf } from './engines/registry';
import type { ExistingTerms } from './existing/existing-pool-props';
import type { InferencePoolSpec } from './inference-pool-props';
import type { PoolDemand } from './pool-demand';
import { type PoolMoney, poolMoney } from './pool-money';
import { type PoolNodes, poolNodes } from './pool-nodes';
import { poolPriority } from './pool-priority';
import type { PoolReplica } from './pool-replica';
import { usdOfReplicas } from './replica-price';
import { replicaSpecOf } from './replica-spec';

/** Where a pool is, on what, and for whom: everything that its props do not say. */
export interface PoolSetting {
  /** Name of the Deployment and the Service. */
  readonly name: string;
  /** Path of the construct. */
  readonly path: string;
  readonly namespace: string;
  /** Nodes of the cluster. */
  readonly nodes: ClusterNodes;
  /** What the cluster is for. @default 'production' */
  readonly environment?: Environment;
  /** What the cluster says of storage classes. @default - nothing */
  readonly storageClasses?: StorageClasses;
  /** An image as the cluster pulls it. */
  image(reference: string): string;
  /**
   * It computes the prompts of another pool.
   * @default - it is a pool of its own
   */
  readonly stage?: 'prefill';
  /**
   * Name of the pool whose prompts it computes.
   * @default - it is a pool of its own
   */
  readonly decode?: string;
  /**
   * The pool that computes its prompts.
   * @default - it does so itself
   */
  prefill?(): PoolView;
  /**
   * The priority of the pool whose prompts it computes, which is its own as well.
   * @default - it is a pool of its own
   */
  decodePriority?(): PodPriority | null;
  /**
   * Users wait for a pool that may need its nodes; asked when the priority is read.
   * @default - nobody does
   */
  competesWithAwaited?(): boolean;
  /**
   * Name of the PriorityClass of a priority.
   * @default - the one that the priority names
   */
  classOf?(priority: PodPriority): string;
  /** The view is of a repair under trial, which needs no repairs itself. @default false */
  readonly isTrial?: boolean;
  /** What fleets ask; computed once, when it is first read. */
  demand(): PoolDemand;
}

/** A pool as plain values: what its findings, its plan and its objects are functions of. Needs no construct and no cdktf. */
export interface PoolView {
  readonly name: string;
  readonly path: string;
  readonly namespace: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** What the cluster is for; decides how severe some findings are. */
  readonly environment: Environment;
  /** What the user asked for, with defaults. */
  readonly spec: InferencePoolSpec;
  /** With changed props and this, `poolView` gives the same pool after the change. */
  readonly setting: PoolSetting;
  readonly engine: Engine;
  readonly adapter: EngineAdapter;
  /** Image of the engine as the cluster pulls it. Where its release has none for the GPU, the pool is refused (AF-ENG-028). */
  /** Image as it is published. */
  readonly publishedImage: string;
  /** Image as the cluster pulls it. */
  readonly image: string;
  /** Name under which the engine serves the model. */
  readonly servedName: string;
  /** Nodes that the replicas may run on: the pinned node pool, where one is named. */
  readonly nodes: PoolNodes;
  /** One replica as the capacity engine sees it. */
  readonly replica: PoolReplica;
  /** Replicas that are always there. */
  readonly minReplicas: number;
  /** Replicas while there is no work: 0 of a pool that may sleep. */
  readonly idleReplicas: number;
  /** Replicas that the scaler may reach. */
  readonly maxReplicas: number;
  /** USD per hour; null where no price is known. */
  readonly costPerHour: { readonly floor: number | null; readonly ceiling: number | null };
  readonly demand: PoolDemand;
  /** The pool as the capacity rules read it. Copies of the attention within a replica count as replicas there. */
  readonly input: PoolInput;
  /** Whether the demand fits, with every term of the arithmetic; judged once. */
  readonly verdict: PoolVerdict;
  /** Priority of its pods; null for the default of the cluster. */
  readonly priority: PodPriority | null;
  /** The pool that computes its prompts; undefined where it does so itself. */
  readonly prefill?: PoolView | undefined;
  /** Requests that run on one replica at once, at the floor or at the peak, whichever is more. */
  readonly requestsInFlight: number;
  /** What it costs at each point of its plan, and what it makes for that. */
  readonly money: PoolMoney;
  /**
   * Somebody else runs it: its verdict rests on what is stated, and its cards, replicas and options are not known.
   * @default - the app makes it
   */
  readonly existing?: ExistingTerms;
}

/**
 * The view of a pool with these props. Repairs are judged by the view of the changed props: `poolView({ ...view.spec, replicas: 3 }, view.setting)`.
 * @throws FleetError AF-ENG-030 when no adapter is registered for the engine.
 */
export function poolView(spec: InferencePoolSpec, setting: PoolSetting): PoolView {
  const engine = spec.engine ?? defaultEngine();
  const nodes = poolNodes(setting.nodes, spec);
  const replica = stagedReplica(spec, engine, nodes, setting.stage);
  const minReplicas = spec.scaling?.minReplicas ?? spec.replicas ?? 1;
  const maxReplicas = spec.scaling?.maxReplicas ?? minReplicas;
  const idleReplicas = spec.scaling?.sleep === undefined ? minReplicas : 0;
  const demand = once(() => setting.demand());
  const { environment = 'production' } = setting;
  const input = once(() =>
    inputOf({
      name: setting.name,
      environment,
      isTrial: setting.isTrial === true,
      spec,
      nodes,
      replica,
      minReplicas,
      maxReplicas,
      demand: demand(),
    }),
  );
  const publishedImage = engine.imageReference(spec.gpu) ?? `${engine.id}:none`;
  const verdict = once(() => judge(input()));
  const inFlight = once(() => requestsInFlight(input()));
  const costOf = (replicas: number) => partOf(usdOfReplicas({ nodes, replica, minReplicas }, replicas), 1);
  const view: PoolView = {
    name: setting.name,
    path: setting.path,
    namespace: setting.namespace,
    cluster: setting.nodes.cluster,
    environment,
    spec,
    setting,
    engine,
    adapter: adapterOf(engine, setting.path),
    publishedImage,
    image: setting.image(publishedImage),
    servedName: engine.servedName(spec.model.id),
    nodes,
    replica,
    minReplicas,
    idleReplicas,
    maxReplicas,
    costPerHour: { floor: costOf(idleReplicas), ceiling: costOf(maxReplicas) },
    get demand() {
      return demand();
    },
    get input() {
      return input();
    },
    get verdict() {
      return verdict();
    },
    get priority() {
      return priority();
    },
    get prefill() {
      return setting.prefill?.();
    },
    get requestsInFlight() {
      return inFlight();
    },
    get money() {
      return money();
    },
  };
  const money = once(() => poolMoney(view));
  const priority = once(
    () => setting.decodePriority?.() ?? poolPriority({ spec, demand: demand() }, () => setting.competesWithAwaited?.() ?? false),
  );
  return view;
}

/** With the replicas that compute its prompts, where others do. */
function stagedReplica(spec: InferencePoolSpec, engine: Engine, nodes: PoolNodes, stage: PoolSetting['stage']): PoolReplica {
  const replicaOf = (of: InferencePoolSpec) =>
    replicaSpecOf(of, engine, {
      nvlinkBridge: nodes.nvlinkBridge,
      gpusPerNode: nodes.gpusPerNode(of.gpu) ?? undefined,
      networkGbps: nodes.networkGbps ?? undefined,
      enginesPerCard: nodes.sharing?.engines ?? 1,
    });
  const replica = replicaOf(spec);
  if (stage === 'prefill') return { ...replica, promptsOnly: true };
  const prefill = prefillPool(spec);
  if (prefill === undefined) return replica;
  const computing = { ...replicaOf(prefill), promptsOnly: true };
  return { ...replica, prefill: remotePrefill({ spec, replica }, { spec: prefill, replica: computing }, nodes) };
}

type Planned = Pick<PoolView, 'name' | 'environment' | 'spec' | 'nodes' | 'replica' | 'minReplicas' | 'maxReplicas' | 'demand'> & {
  readonly isTrial: boolean;
};

function inputOf({ name, environment, isTrial, spec, nodes, replica, minReplicas, maxReplicas, demand }: Planned): PoolInput {
  const copies = copiesOf(replica);
  return {
    name,
    environment,
    ...(isTrial ? { searchesRepairs: false } : {}),
    replica,
    replicas: minReplicas * copies,
    maxReplicas: maxReplicas * copies,
    mostGpusPerReplica: nodes.sharing === null ? Math.floor(((replica.gpusPerNode ?? GPUS_PER_NODE) * nodesOf(replica)) / copies) : 1,
    gpusPerNodeOf: (gpu) => nodes.gpusPerNode(gpu),
    demands: demand.planned,
    peakDemands: demand.peak,
    ...settledOf(demand),
    pricePerGpuHour: nodes.usdPerGpuHour(spec.gpu),
    prices: (gpu) => nodes.usdPerGpuHour(gpu),
    ...(spec.measured === undefined ? {} : { measured: servingOf(spec.measured) }),
  };
}

/** Also of a pool that nobody asks yet: what its engine admits is not to change with the first who does. */
function settledOf({ settled, planned, peak }: PoolDemand): Pick<PoolInput, 'settled'> {
  if (settled !== undefined) return { settled: { demands: settled.planned, peakDemands: settled.peak } };
  return planned.length + peak.length === 0 ? { settled: { demands: [], peakDemands: [] } } : {};
}

/** Without its days, on which no estimate depends. */
function servingOf({ days: _, ...measured }: NonNullable<InferencePoolSpec['measured']>): NonNullable<PoolInput['measured']> {
  return definedOnly(measured);
}
