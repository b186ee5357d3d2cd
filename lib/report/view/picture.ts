/** The fleets as a graph: agents and what they use on CPU nodes, pools on GPU nodes, and what goes between them. No positions yet. */
import type { FleetPlan } from '../../plan/schema';
import type { FleetPlanSection } from '../../plan/sections/fleet';
import type { ExistingPoolReport, PoolReport } from './reported';

/** A role of a fleet, inside of its box. */
export interface PictureRole {
  readonly name: string;
  readonly sessions: number;
}

/** A fleet: a box with its roles and what they keep their state in. */
export interface PictureFleet {
  readonly id: string;
  readonly name: string;
  readonly framework: string | null;
  readonly roles: readonly PictureRole[];
  /** Indices of roles. */
  readonly handovers: readonly (readonly [from: number, to: number])[];
  /** Stores, tools and others that are no router and no queue. */
  readonly uses: readonly { readonly kind: string; readonly name: string }[];
}

export interface PictureNode {
  readonly id: string;
  /** `existing`: a pool that somebody else runs. */
  readonly kind: 'queue' | 'router' | 'external' | 'existing' | 'pool';
  readonly name: string;
  /** Index of the pool in the report; null for what is none. */
  readonly pool: number | null;
  /** Roles that a pool serves, `embeddings` and `reranking`. */
  readonly serves: readonly string[];
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** `fallback`: only where the way of a request fails. */
  readonly kind: 'tasks' | 'requests' | 'fallback';
}

export interface Picture {
  readonly fleets: readonly PictureFleet[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

type Service = NonNullable<FleetPlanSection['services']>[number];

/** Plans of older releases name no services; their fleets have a router all the same. */
const servicesOf = ({ services, name, path }: FleetPlanSection): readonly Service[] =>
  services ?? [{ kind: 'router', name: `router of ${name}`, path: `${path}/router`, prop: 'router' }];

const keyOf = ({ path, name }: Service): string => path ?? name;

export function pictureOf(plans: readonly FleetPlan[], pools: readonly PoolReport[], existing: readonly ExistingPoolReport[]): Picture {
  const fleets = plans.flatMap((plan) => plan.fleets);
  const placed = new Map<string, string>();
  const idOf = (kind: string, key: string): string => {
    const known = placed.get(`${kind} ${key}`);
    if (known !== undefined) return known;
    const id = `${kind}-${placed.size}`;
    placed.set(`${kind} ${key}`, id);
    return id;
  };
  const parts = fleets.map((fleet, index) => partsOf(fleet, `fleet-${index}`, idOf, { pools, existing }));
  const poolNodes = pools.map(({ plan }, index) => poolNode(plan.path, index, fleets, idOf, plan.name));
  return {
    fleets: fleets.map((fleet, index) => fleetBox(fleet, `fleet-${index}`)),
    nodes: unique([...parts.flatMap(({ nodes }) => nodes), ...poolNodes], ({ id }) => id),
    edges: unique(
      parts.flatMap(({ edges }) => edges),
      ({ from, to, kind }) => `${from} ${to} ${kind}`,
    ),
  };
}

type IdOf = (kind: string, key: string) => string;

function fleetBox(fleet: FleetPlanSection, id: string): PictureFleet {
  const { roles, handovers = [], framework = null, name } = fleet;
  const place = (role: string) => roles.findIndex((candidate) => candidate.name === role);
  return {
    id,
    name,
    framework,
    roles: roles.map(({ name: role, sessions }) => ({ name: role, sessions })),
    handovers: handovers
      .map(({ from, to }) => [place(from), place(to)] as const)
      .filter(([from, to]) => from >= 0 && to >= 0 && from !== to),
    uses: servicesOf(fleet)
      .filter(({ kind }) => kind !== 'router' && kind !== 'task-queue')
      .map(({ kind, name: service }) => ({ kind, name: service })),
  };
}

interface Served {
  readonly pools: readonly PoolReport[];
  readonly existing: readonly ExistingPoolReport[];
}

/** Queues before a fleet, the router behind it, and the ways on from there. */
function partsOf(fleet: FleetPlanSection, id: string, idOf: IdOf, { pools, existing }: Served) {
  const services = servicesOf(fleet);
  const queues = services.filter(({ kind }) => kind === 'task-queue').map((one) => bare('queue', one, idOf));
  const routers = services.filter(({ kind }) => kind === 'router').map((one) => bare('router', one, idOf));
  const externals = externalsOf(fleet).map((alias) => bare('external', { name: alias, path: null, kind: 'external', prop: '' }, idOf));
  const others = existing
    .filter(({ plan }) => servedBy(fleet, plan.path).length > 0)
    .map(({ plan: { path, name } }) => bare('existing', { name, path, kind: 'existing', prop: '' }, idOf));
  const targets = pools.filter(({ plan }) => servedBy(fleet, plan.path).length > 0).map(({ plan }) => idOf('pool', plan.path));
  const edges: PictureEdge[] = [
    ...queues.map((queue) => ({ from: queue.id, to: id, kind: 'tasks' as const })),
    ...routers.map((router) => ({ from: id, to: router.id, kind: 'requests' as const })),
    ...routers.flatMap((router) =>
      [...targets, ...others.map(({ id: to }) => to)].map((to) => ({ from: router.id, to, kind: 'requests' as const })),
    ),
    ...routers.flatMap((router) => externals.map(({ id: to }) => ({ from: router.id, to, kind: 'fallback' as const }))),
  ];
  return { nodes: [...queues, ...routers, ...externals, ...others], edges };
}

const bare = (kind: 'queue' | 'router' | 'external' | 'existing', service: Service, idOf: IdOf): PictureNode => ({
  ...{ id: idOf(kind, keyOf(service)), kind, name: service.name },
  ...{ pool: null, serves: [] },
});

const poolNode = (path: string, index: number, fleets: readonly FleetPlanSection[], idOf: IdOf, name: string): PictureNode => ({
  ...{ id: idOf('pool', path), kind: 'pool', name, pool: index },
  serves: [...new Set(fleets.flatMap((fleet) => servedBy(fleet, path)))],
});

/** What a pool serves of a fleet, in words. */
function servedBy({ roles, embeddings, reranker }: FleetPlanSection, path: string): string[] {
  const own = roles
    .filter(({ poolPath, furtherPools = [] }) => [poolPath, ...furtherPools.map((one) => one.poolPath)].includes(path))
    .map(({ name }) => name);
  const long = roles.filter((role) => role.longPool !== null && longPathOf(role) === path).map(({ name }) => `long ${name}`);
  return [...own, ...long, ...(embeddings === path ? ['embeddings'] : []), ...(reranker === path ? ['reranking'] : [])];
}

/** The plan names the pool of long sessions by its name; it stands beside that of the others. */
const longPathOf = ({ poolPath, longPool }: FleetPlanSection['roles'][number]): string =>
  `${poolPath.slice(0, poolPath.lastIndexOf('/') + 1)}${longPool ?? ''}`;

/** Aliases that take over and are served by no pool of the fleet. */
function externalsOf({ roles }: FleetPlanSection): string[] {
  const own = new Set(roles.flatMap(({ modelAlias }) => [modelAlias, `${modelAlias}-long`]));
  return [...new Set(roles.flatMap(({ requestPass }) => requestPass?.fallbacks ?? []))].filter((alias) => !own.has(alias));
}

function unique<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}
