/** Small fleets to plan, and a plan found by trying everything. */
import { judgePool, type ReplicaSpec, type RoleDemand } from '../../lib/capacity';
import { requestsInFlight } from '../../lib/capacity/fit/requests-in-flight';
import { checkRoleLatency } from '../../lib/capacity/latency/check-role';
import { defaultEngine } from '../../lib/catalog/engines/default-engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { FleetToPlanProps, GpuOfferProps, ModelChoice, RoleToPlanProps } from '../../lib/planner';

export const L8 = Model.LLAMA_3_1_8B_INSTRUCT;
export const L70 = Model.LLAMA_3_3_70B_INSTRUCT;
export const as = (model: Model, ...quantizations: NonNullable<ModelChoice['quantizations']>): ModelChoice => ({ model, quantizations });

/** Prices of the reference fleets, July 2026. */
export const JULY = {
  h100: { gpu: Gpu.H100_PCIE, usdPerGpuHour: 2.5, priceAsOf: '2026-07-03' },
  sxm: { gpu: Gpu.H100_SXM, usdPerGpuHour: 3.2, priceAsOf: '2026-07-03' },
  a100: { gpu: Gpu.A100_80GB_PCIE, usdPerGpuHour: 1.35, priceAsOf: '2026-07-03' },
  l40: { gpu: Gpu.L40, usdPerGpuHour: 1, priceAsOf: '2026-07-03' },
} as const satisfies Record<string, GpuOfferProps>;

interface Way {
  readonly offer: string;
  readonly gpus: number;
  readonly usd: number;
}

/** The least price, found by trying every partition of the roles, every way to serve each part, and every number of replicas from one on. */
export function bruteForce({ roles, inventory }: FleetToPlanProps): number | null {
  const names = Object.keys(roles);
  const priced = new Map<string, readonly Way[]>();
  const waysOf = (set: readonly string[]) => {
    const key = set.join();
    const known = priced.get(key) ?? ways(set, roles, inventory);
    priced.set(key, known);
    return known;
  };
  const prices = partitions(names).flatMap((parts) => cheapest(parts.map(waysOf), quotaOf(inventory)));
  return prices.length === 0 ? null : Math.round(Math.min(...prices) * 100) / 100;
}

const quotaOf = (inventory: FleetToPlanProps['inventory']): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(inventory).map(([name, { nodes, gpusPerNode = 1 }]) => [
      name,
      nodes === undefined ? Number.POSITIVE_INFINITY : nodes * gpusPerNode,
    ]),
  );

/** Empty where the parts cannot all be served. */
function cheapest([first, ...rest]: readonly (readonly Way[])[], left: Readonly<Record<string, number>>): number[] {
  if (first === undefined) return [0];
  const prices = first
    .filter(({ offer, gpus }) => gpus <= (left[offer] ?? 0))
    .flatMap(({ offer, gpus, usd }) => cheapest(rest, { ...left, [offer]: (left[offer] ?? 0) - gpus }).map((others) => usd + others));
  return prices.length === 0 ? [] : [Math.min(...prices)];
}

function partitions(names: readonly string[]): string[][][] {
  const [first, ...rest] = names;
  if (first === undefined) return [[]];
  return partitions(rest).flatMap((parts) => [
    [[first], ...parts],
    ...parts.map((part, index) => parts.map((other, at) => (at === index ? [first, ...part] : other)) as string[][]).filter(() => true),
  ]);
}

function ways(set: readonly string[], roles: FleetToPlanProps['roles'], inventory: FleetToPlanProps['inventory']): Way[] {
  const asked = set.flatMap((name) => (roles[name] === undefined ? [] : [{ name, ...roles[name] }]));
  const [{ latency: first = 'background', models }] = asked as [RoleToPlanProps & { name: string }];
  if (
    asked.some(({ latency = 'background' }) => latency !== first) ||
    (asked.length > 1 && asked.some(({ dedicated }) => dedicated === true))
  )
    return [];
  const choices = models.flatMap((one) =>
    (Model.isModel(one) ? ['checkpoint', 'fp8'] : (one.quantizations ?? [])).map((q) => ({
      model: Model.isModel(one) ? one : one.model,
      q,
    })),
  );
  const common = choices.filter(({ model, q }) =>
    asked.every((role) =>
      role.models.some((one) =>
        Model.isModel(one)
          ? one.id === model.id && ['checkpoint', 'fp8'].includes(q)
          : one.model.id === model.id && one.quantizations?.some((other) => other === q) === true,
      ),
    ),
  );
  return common.flatMap(({ model, q }) =>
    Object.entries(inventory).flatMap(([offer, props]) =>
      props.purchase === 'spot' && asked.some(({ interruptible }) => interruptible !== true)
        ? []
        : [1, 2, 4, 8]
            .filter((gpus) => (props.gpusPerNode ?? 1) % gpus === 0)
            .flatMap((gpus) => {
              const replicas = fewest(asked, model, q as ReplicaSpec['quantization'], props, gpus);
              return replicas === null ? [] : [{ offer, gpus: gpus * replicas, usd: gpus * replicas * (props.usdPerGpuHour ?? 0) }];
            }),
    ),
  );
}

const FEWEST = new Map<string, number | null>();
/** What so many replicas do not serve, no number of them does: one session on each and one to lose. */
const MOST_REPLICAS = 200;

function fewest(
  asked: readonly (RoleToPlanProps & { name: string })[],
  model: Model,
  quantization: ReplicaSpec['quantization'],
  offer: GpuOfferProps,
  gpus: number,
): number | null {
  const shape = asked.map(({ sessions, contextTokens, latency, request, minReplicas, survivesReplicaLoss, sessionsPerGpu }) => [
    sessions,
    contextTokens,
    latency,
    request,
    minReplicas,
    survivesReplicaLoss,
    sessionsPerGpu,
  ]);
  const key = JSON.stringify([shape, model.id, quantization, offer.gpu.id, offer.gpusPerNode, gpus]);
  const known = FEWEST.get(key);
  if (known !== undefined) return known;
  const demands = asked.map(
    ({ name, sessions = 0, contextTokens }): RoleDemand => ({ fleet: 'fleet', role: name, sessions, contextTokens, formula: '' }),
  );
  const replica: ReplicaSpec = {
    model,
    gpu: offer.gpu,
    engine: defaultEngine(),
    tensorParallel: gpus,
    quantization,
    kvCacheDtype: quantization === 'fp8' && offer.gpu.supportsFp8Kv === 'yes' ? 'fp8' : 'auto',
    gpuMemoryUtilization: 0.9,
    maxContextTokens: Math.max(...demands.map(({ contextTokens }) => contextTokens)),
    allowExperimentalFp8Kv: false,
    nvlinkBridge: offer.nvlinkBridge ?? false,
    gpusPerNode: offer.gpusPerNode ?? 1,
  };
  const serves = (replicas: number) => {
    const pool = { name: 'p', replica, replicas, maxReplicas: replicas, demands, pricePerGpuHour: null, searchesRepairs: false };
    const verdict = judgePool(pool);
    if (verdict.verdict !== 'fits' && verdict.verdict !== 'tight') return false;
    if (asked.some(({ minReplicas = 1 }) => replicas < minReplicas)) return false;
    if (asked.some(({ survivesReplicaLoss }) => survivesReplicaLoss === true) && !verdict.survivesReplicaLoss) return false;
    const limits = asked.flatMap(({ sessionsPerGpu }) => sessionsPerGpu ?? []);
    if (limits.length > 0 && demands.reduce((sum, { sessions }) => sum + sessions, 0) / (replicas * gpus) > Math.min(...limits))
      return false;
    const { maxNumSeqs, maxNumBatchedTokens } = verdict.supply;
    return asked.every(({ name, latency = 'background', contextTokens, request }) => {
      if (latency === 'background') return true;
      const outputTokens = request?.outputTokens ?? 0;
      const inputTokens = request?.inputTokens ?? contextTokens - outputTokens;
      const sent = request === undefined ? undefined : { inputTokens, cachedTokens: request.cachedTokens ?? 0, outputTokens };
      const load = { replica: { ...replica, maxNumSeqs, maxNumBatchedTokens }, concurrency: requestsInFlight(pool) };
      return !checkRoleLatency({ ...load, role: name, target: latency, contextTokens, request: sent }).some(
        ({ severity }) => severity === 'error',
      );
    });
  };
  const found = !serves(MOST_REPLICAS) ? null : (Array.from({ length: MOST_REPLICAS }, (_, index) => index + 1).find(serves) ?? null);
  FEWEST.set(key, found);
  return found;
}
