import { gpusOfReplica, nodesOf } from '../capacity/gpus-of-replica';
import type { EngineMetrics } from '../catalog/engines/engine-metrics';
import type { HistogramBounds } from '../catalog/engines/latency-histograms';
import { GPU_VENDORS } from '../catalog/gpu-vendors';
import type { LatencyClass } from '../catalog/latency-class';
import { type HeldTargets, heldTargets, type LatencyMetric, NO_TARGETS, strictestTargets } from '../catalog/latency-targets';
import { deploymentPods, podMatchers } from '../core/kubernetes/pod-names';
import { own } from '../core/own';
import { tokensOf } from '../economics/traffic-tokens';
import { burstName } from '../inference/burst';
import { deployedPools, type IDeployedPool, type IInferencePool } from '../inference/contract';
import type { StageProxyMetrics } from '../inference/engines/disaggregated';
import type { PoolView } from '../inference/pool-view';
import { startupSeconds } from '../inference/serving';
import type { GpuPrice } from '../platform/cluster';
import { gpuResource } from '../platform/gpu-resource';
import { resourceLabel } from './gpu-series';
import type { ApiInstead, IObservedFleet } from './observed-fleet';

/** A pool as rules and dashboards see it: plain values, so that both are pure functions. */
export interface ObservedPool {
  readonly name: string;
  readonly namespace: string;
  /** Label matchers of the pool's pods, without braces. */
  readonly selector: string;
  /** Series of the engine by meaning; null where it writes none. */
  readonly metrics: EngineMetrics;
  /** Prometheus scrapes the pods; an engine without metrics is seen through its pods and GPUs alone. */
  readonly scraped: boolean;
  readonly minReplicas: number;
  /** Pods of one replica, of which one is scraped. */
  readonly podsPerReplica: number;
  /** On all of its nodes. */
  readonly gpusPerReplica: number;
  /** As long as a start may take, from the pod to the first answer. */
  readonly startupSeconds: number;
  /** A language model: it generates tokens. Embedders and rerankers only finish requests. */
  readonly generates: boolean;
  readonly gpu: string;
  /** GPU resource as kube-state-metrics writes it, e.g. `nvidia_com_gpu`. */
  readonly gpuResource: string;
  /** The GPUs report through DCGM. */
  readonly dcgm: boolean;
  readonly latency: LatencyClass;
  /** Time to first token that 95 of 100 requests must keep, seconds; null where nobody waits. */
  readonly ttftTargetSeconds: number | null;
  /** Time per output token after the first that 95 of 100 requests must keep, seconds; null where no role asks. */
  readonly tpotTargetSeconds: number | null;
  /** From the request to the last token of the answer, for 95 of 100 requests, seconds; null where no role asks. */
  readonly e2eTargetSeconds: number | null;
  /** What roles ask of the first token, whatever `slo` says, seconds; null where nobody waits. */
  readonly askedTtftSeconds: number | null;
  /** Bounds of the engine's histograms by target, seconds; null where they are not known, or the pool sets others. */
  readonly histograms: Readonly<Record<LatencyMetric, readonly number[] | null>>;
  /** Share of the prompt tokens that roles declare as cached, 0 … 1; null where nobody says how much they ask. */
  readonly plannedHitRatio: number | null;
  readonly price: GpuPrice | null;
  /** An API that could do its work; null where none is named. */
  readonly apiInstead: ApiInstead | null;
  /** Its pods above the floor, where they run on nodes with a price of their own. */
  readonly burst: ObservedBurst | null;
  /** The proxy before its two stages, which is the only way to it; null where its pods are reached themselves. */
  readonly stageProxy: ObservedStageProxy | null;
}

/** The proxy before the two stages of a pool. */
export interface ObservedStageProxy {
  readonly name: string;
  /** Label matchers of its pods. */
  readonly selector: string;
  readonly metrics: StageProxyMetrics;
}

/** Pods above the floor of a pool. */
export interface ObservedBurst {
  /** Label matchers of these pods. */
  readonly selector: string;
  readonly price: GpuPrice | null;
}

/** From the class that waits least to the one that waits longest. */
const STRICTEST_FIRST: readonly LatencyClass[] = ['voice', 'chat', 'background'];

/**
 * Pools of all fleets, each once, with the strictest class and the strictest targets that any fleet asks of it.
 * @param slo seconds to the first token by pool, in place of what the roles ask
 */
export function observedPools(fleets: readonly IObservedFleet[], slo: Readonly<Record<string, number>>): ObservedPool[] {
  const pools = [...new Set(fleets.flatMap((fleet) => deployedPools(fleet.pools())))];
  return pools.map((pool) => {
    // Whoever waits for an answer waits for its prompt.
    const asked = fleets.flatMap((fleet) =>
      fleet
        .pools()
        .filter((own) => deployedPools([own]).includes(pool))
        .map((own) => [fleet, own] as const),
    );
    const classes = asked.map(([fleet, own]) => fleet.latencyOf(own));
    const apis = asked.map(([fleet, own]) => fleet.apiInsteadOf?.(own) ?? null);
    return observe(pool, {
      latency: STRICTEST_FIRST.find((latency) => classes.includes(latency)) ?? 'background',
      targets: strictestTargets(asked.map(([fleet, own]) => askedOf(fleet, own, pool))),
      slo: own(slo, pool.name),
      apiInstead: apis.find((api) => api !== null) ?? null,
    });
  });
}

/** Replicas that compute prompts alone write no answers. */
function askedOf(fleet: IObservedFleet, asked: IInferencePool, pool: IDeployedPool): HeldTargets {
  const targets = fleet.latencyTargetsOf?.(asked) ?? heldTargets(fleet.latencyOf(asked));
  return asked === pool ? targets : { ...NO_TARGETS, ttftMs: targets.ttftMs };
}

const inSeconds = (ms: number | null): number | null => (ms === null ? null : Number((ms / 1_000).toPrecision(12)));

interface OfFleets {
  readonly latency: LatencyClass;
  readonly targets: HeldTargets;
  readonly slo: number | undefined;
  readonly apiInstead: ApiInstead | null;
}

function observe(pool: IDeployedPool, { latency, targets, slo, apiInstead }: OfFleets): ObservedPool {
  const view = pool.view();
  const { name, namespace, engine, idleReplicas, nodes, replica, spec } = view;
  return {
    name,
    namespace,
    selector: pool.metricSelector,
    metrics: engine.metrics,
    scraped: engine.metricsPath !== null,
    minReplicas: idleReplicas,
    podsPerReplica: nodesOf(replica),
    gpusPerReplica: gpusOfReplica(replica),
    startupSeconds: startupSeconds(view),
    generates: spec.model.facts.kind === 'llm',
    gpu: spec.gpu.name,
    gpuResource: resourceLabel(gpuResource(spec.gpu, nodes.nodePools)),
    dcgm: GPU_VENDORS[spec.gpu.facts.vendor].byGpuOperator,
    latency,
    ttftTargetSeconds: slo ?? inSeconds(targets.ttftMs),
    askedTtftSeconds: inSeconds(targets.ttftMs),
    histograms: histogramsOf(view),
    tpotTargetSeconds: inSeconds(targets.tpotMs),
    e2eTargetSeconds: inSeconds(targets.e2eMs),
    plannedHitRatio: plannedHits(view),
    price: nodes.burst === null || nodes.burst.price !== null ? nodes.price : null,
    apiInstead,
    burst: nodes.burst === null ? null : { selector: podMatchers(namespace, deploymentPods(burstName(name))), price: nodes.burst.price },
    stageProxy: stageProxyOf(pool),
  };
}

function stageProxyOf({ door }: IDeployedPool): ObservedStageProxy | null {
  if (door?.observed === undefined) return null;
  const { scraped, metrics } = door.observed;
  const { name, namespace } = scraped.workload;
  return { name, selector: podMatchers(namespace.name, deploymentPods(name)), metrics };
}

function histogramsOf({ engine, spec }: PoolView): ObservedPool['histograms'] {
  const known = engine.latencyHistograms;
  const boundsOf = (histogram: HistogramBounds | undefined) => {
    if (histogram === undefined) return null;
    const { setBy, seconds } = histogram;
    return spec.extraArgs.some((arg) => arg === setBy || arg.startsWith(`${setBy}=`)) ? null : seconds;
  };
  return {
    ttftMs: boundsOf(known?.timeToFirstToken),
    tpotMs: boundsOf(known?.timePerOutputToken),
    e2eMs: boundsOf(known?.endToEndLatency),
  };
}

function plannedHits({ demand: { traffic = [] } }: PoolView): number | null {
  const tokens = tokensOf(traffic);
  return tokens === null || tokens.input === 0 ? null : tokens.cachedInput / tokens.input;
}
