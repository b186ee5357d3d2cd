/** Small fleets to plan, and a plan found by trying everything. */
import { judgePool, type ReplicaSpec, type RoleDemand } from '../../lib/capacity';
import { requestsInFlight } from '../../lib/capacity/fit/requests-in-flight';
import { checkRoleLatency } from '../../lib/capacity/latency/check-role';
import { defaultEngine } from '../../lib/catalog/engines/default-engine';
import { Gpu } from '../../lib/catalog/gpu';
import { layoutFits } from '../../lib/catalog/mig-layout';
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

/** GPUs of an offer, or replicas on parts of its cards: slices of a profile, or parts of cards for so many engines. */
interface Way {
  readonly offer: string;
  readonly gpus: number;
  readonly part: Part | null;
}

type Part = { readonly profile: string } | { readonly engines: number };
type Layout = Readonly<Record<string, number>>;

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
  const prices = partitions(names).flatMap((parts) => choices(parts.map(waysOf)).flatMap((ways) => fleetPrice(ways, inventory) ?? []));
  return prices.length === 0 ? null : Math.round(Math.min(...prices) * 100) / 100;
}

/** One way for each part of the partition, in every combination. */
function choices([first, ...rest]: readonly (readonly Way[])[]): readonly (readonly Way[])[] {
  if (first === undefined) return [[]];
  const others = choices(rest);
  return first.flatMap((way) => others.map((other) => [way, ...other]));
}

/** Null where an offer has too few nodes. */
function fleetPrice(ways: readonly Way[], inventory: FleetToPlanProps['inventory']): number | null {
  const prices = Object.entries(inventory).map(([name, offer]) =>
    offerPrice(
      ways.filter((way) => way.offer === name),
      offer,
    ),
  );
  return prices.some((price) => price === null) ? null : prices.reduce<number>((sum, price) => sum + (price ?? 0), 0);
}

function offerPrice(ways: readonly Way[], offer: GpuOfferProps): number | null {
  const { usdPerGpuHour: usd = 0, gpusPerNode = 1, nodes: had = Number.POSITIVE_INFINITY, wholeNodes, mig, sharing } = offer;
  const whole = ways.reduce((sum, { part, gpus }) => sum + (part === null ? gpus : 0), 0);
  const shared = new Map<number, number>();
  for (const { part, gpus } of ways)
    if (part !== null && 'engines' in part) shared.set(part.engines, (shared.get(part.engines) ?? 0) + gpus);
  const groups = [whole, ...[...shared].map(([engines, parts]) => Math.ceil(parts / engines))];
  const sliced = ways.flatMap(({ part, gpus }) => (part !== null && 'profile' in part ? [{ profile: part.profile, gpus }] : []));
  const prices = cuts(sliced, offer.gpu).flatMap((cards) => {
    const counts = [...groups, ...cards];
    const nodes = counts.reduce((sum, count) => sum + Math.ceil(count / gpusPerNode), 0);
    const gpus = counts.reduce((sum, count) => sum + count, 0);
    const isEnough = mig === true || sharing === true ? nodes <= had : gpus <= had * gpusPerNode;
    return isEnough ? [(wholeNodes === true ? nodes * gpusPerNode : gpus) * usd] : [];
  });
  return prices.length === 0 ? null : Math.min(...prices);
}

/** Cards of each layout that hold the slices, for every way to give each pool a layout. */
function cuts(sliced: readonly { profile: string; gpus: number }[], gpu: Gpu): number[][] {
  const given = sliced.reduce<readonly (readonly Layout[])[]>(
    (all, { profile }) =>
      all.flatMap((layouts) =>
        layoutsOf(gpu)
          .filter((one) => one[profile] !== undefined)
          .map((one) => [...layouts, one]),
      ),
    [[]],
  );
  return given.map((layouts) =>
    [...new Set(layouts)].map((layout) => {
      const taken = Object.keys(layout).map((profile) => {
        const slices = sliced.reduce((sum, one, at) => sum + (layouts[at] === layout && one.profile === profile ? one.gpus : 0), 0);
        return Math.ceil(slices / (layout[profile] ?? 1));
      });
      return Math.max(...taken);
    }),
  );
}

const LAYOUTS = new Map<string, readonly Layout[]>();

/** Every layout of at most seven slices that lies on the card and that no further slice fits beside. */
function layoutsOf({ id, facts }: Gpu): readonly Layout[] {
  const known = LAYOUTS.get(id);
  if (known !== undefined) return known;
  const profiles = partsOf(facts.mig.map(({ profile }) => profile));
  let all: Layout[] = [{}];
  for (const profile of profiles)
    all = all.flatMap((layout) => [0, 1, 2, 3, 4, 5, 6, 7].map((count) => ({ ...layout, [profile]: count }))).filter(isWithinCard);
  const fitting = all
    .map((layout) => Object.fromEntries(Object.entries(layout).filter(([, count]) => count > 0)))
    .filter((one) => layoutFits(facts, one));
  const full = fitting.filter((one) => profiles.every((profile) => !layoutFits(facts, { ...one, [profile]: (one[profile] ?? 0) + 1 })));
  LAYOUTS.set(id, full);
  return full;
}

const isWithinCard = (layout: Layout): boolean => Object.values(layout).reduce((sum, count) => sum + count, 0) <= 7;

/** Profiles but the whole card. */
const partsOf = (profiles: readonly string[]) => profiles.filter((profile) => !/^7g|^4g\.24gb/.test(profile));

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
        : [
            ...[1, 2, 4, 8].filter((gpus) => (props.gpusPerNode ?? 1) % gpus === 0).map((gpus) => ({ gpus, part: null })),
            ...dividedInto(props),
          ]
            .filter(({ part }) => part === null || asked.every((role) => mayTake(role, part)))
            .flatMap(({ gpus, part }) => {
              const replicas = fewest(asked, model, q as ReplicaSpec['quantization'], props, gpus, part);
              const isTwice = part !== null && 'engines' in part && (replicas ?? 1) > 1;
              return replicas === null || isTwice ? [] : [{ offer, gpus: gpus * replicas, part }];
            }),
    ),
  );
}

const dividedInto = ({ gpu, mig, sharing }: GpuOfferProps): { gpus: number; part: Part }[] => [
  ...(mig === true ? partsOf(gpu.facts.mig.map(({ profile }) => profile)).map((profile) => ({ gpus: 1, part: { profile } })) : []),
  ...(sharing === true ? [2, 3, 4, 5, 6, 7, 8].map((engines) => ({ gpus: 1, part: { engines } })) : []),
];

const mayTake = ({ sessionsPerGpu, minReplicas = 1, survivesReplicaLoss }: RoleToPlanProps, part: Part) =>
  sessionsPerGpu === undefined && ('profile' in part || (minReplicas === 1 && survivesReplicaLoss !== true));

const FEWEST = new Map<string, number | null>();
/** What so many replicas do not serve, no number of them does: one session on each and one to lose. */
const MOST_REPLICAS = 200;

function fewest(
  asked: readonly (RoleToPlanProps & { name: string })[],
  model: Model,
  quantization: ReplicaSpec['quantization'],
  offer: GpuOfferProps,
  gpus: number,
  part: Part | null,
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
  const key = JSON.stringify([shape, model.id, quantization, offer.gpu.id, offer.gpusPerNode, gpus, part]);
  const known = FEWEST.get(key);
  if (known !== undefined) return known;
  const demands = asked.map(
    ({ name, sessions = 0, contextTokens }): RoleDemand => ({ fleet: 'fleet', role: name, sessions, contextTokens, formula: '' }),
  );
  const replica: ReplicaSpec = {
    model,
    gpu: part !== null && 'profile' in part ? Gpu.mig(part.profile, offer.gpu) : offer.gpu,
    engine: defaultEngine(),
    tensorParallel: gpus,
    quantization,
    kvCacheDtype: quantization === 'fp8' && offer.gpu.supportsFp8Kv === 'yes' ? 'fp8' : 'auto',
    gpuMemoryUtilization: part !== null && 'engines' in part ? Math.floor(90 / part.engines) / 100 : 0.9,
    ...(part !== null && 'engines' in part ? { enginesPerCard: part.engines } : {}),
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
