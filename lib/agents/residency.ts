/** Which data of a fleet must stay where, and every place that it can reach. */
import type { Region } from '../catalog/region';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import type { IRouter } from '../routing/contract';
import type { DataEdge } from '../security/residency/data-place';
import { type DeclaredCompliance, type DeclaredResidency, type ResidentData, residentData } from '../security/residency/resident-data';
import { COMPLIANCE_RULES, RESIDENCY_RULES, RESIDENT_DATA_RULES } from '../security/residency/rules';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import type { AgentFleetSpec } from './agent-fleet-props';
import { wiredWays } from './data-ways';
import { longAlias } from './role-context';

/** Pods that have data, on their cluster. */
export interface ResidentPods {
  readonly cluster: Cluster;
  readonly workload: Workload;
}

/** A fleet by what its data can reach. */
export interface ResidentFleet {
  readonly cluster: Cluster;
  readonly spec: Pick<AgentFleetSpec, 'roles' | 'runtime' | 'dataResidency' | 'compliance'> & Partial<Pick<AgentFleetSpec, 'apiRoles'>>;
  readonly router: IRouter;
  readonly runtime: { readonly workload: Workload };
  /** All that its agents are wired to, the router included. */
  readonly services: readonly IService[];
}

export function residencyFindings(fleet: ResidentFleet): UnplacedFinding[] {
  const { environment } = fleet.cluster;
  return [
    ...declaredBy(fleet).flatMap((declared) => evaluateRules(RESIDENCY_RULES, declared, { environment })),
    ...evaluateRules(COMPLIANCE_RULES, complianceOf(fleet), { environment }),
    ...residentDataOf(fleet).flatMap((data) => evaluateRules(RESIDENT_DATA_RULES, data, { environment })),
  ];
}

/** Region that the data of a role may not leave: its own, that of the fleet, or that of the cluster. */
export const residencyOf = ({ spec, cluster }: ResidentFleet, role: string): Region | undefined =>
  spec.roles[role]?.dataResidency ?? spec.dataResidency ?? cluster.dataResidency;

function complianceOf(fleet: ResidentFleet): DeclaredCompliance {
  const { spec, cluster } = fleet;
  const prop = spec.compliance === undefined ? 'cluster.compliance' : 'compliance';
  const regions = Object.keys(spec.roles).map((role) => residencyOf(fleet, role));
  const residency = regions.includes(undefined) ? null : (regions[0] ?? null);
  return { prop, compliance: spec.compliance ?? cluster.compliance ?? [], residency };
}

/** Pods that belong to no fleet, on a cluster that names a region. */
export function podsResidencyFindings(
  { cluster, workload }: ResidentPods,
  kind: 'runtime' | 'MCP server' | 'sandbox' | 'GPU service',
  onward: () => DataEdge[],
) {
  const { dataResidency: residency, environment } = cluster;
  if (residency === undefined) return [];
  const path = workload.owner.node.path;
  const runs: DataEdge = { how: 'runs as', to: { ...clusterPlace(kind, path, cluster), onward } };
  const declared = { from: `${kind} ${path}`, prop: 'cluster.dataResidency', residency };
  return evaluateRules(RESIDENT_DATA_RULES, residentData(declared, [runs]), { environment });
}

/** Roles that name a region each, and together those that do not while the fleet or the cluster does. */
function residentDataOf(fleet: ResidentFleet): ResidentData[] {
  const { spec, cluster } = fleet;
  const roles = Object.entries(spec.roles);
  const own = roles.flatMap(([name, { dataResidency: residency }]) =>
    residency === undefined ? [] : [dataOf(fleet, [name], `roles.${name}.dataResidency`, residency)],
  );
  const onPools = roles.filter(([, { dataResidency }]) => dataResidency === undefined).map(([name]) => name);
  const others = [...onPools, ...Object.keys(spec.apiRoles ?? {})];
  const around = spec.dataResidency ?? cluster.dataResidency;
  if (around === undefined || others.length === 0) return own;
  const prop = spec.dataResidency === undefined ? 'cluster.dataResidency' : 'dataResidency';
  return [...own, dataOf(fleet, others, prop, around)];
}

function dataOf(fleet: ResidentFleet, roles: readonly string[], prop: string, residency: Region): ResidentData {
  const from = `${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}`;
  return residentData({ from, prop, residency }, waysOf(fleet, roles));
}

/** Ways of the data of roles: their agents' pods and all that these reach. */
export function waysOf({ cluster, spec, router, runtime, services }: ResidentFleet, roles: readonly string[]): DataEdge[] {
  const path = runtime.workload.owner.node.path;
  const models = modelsOf({ spec, router, runtime }, roles);
  const { internet } = spec.runtime;
  const onward = () => wiredWays(path, cluster, { services, internet }, (service) => (service === router ? models : undefined));
  return [{ how: 'runs in', to: { ...clusterPlace('runtime', path, cluster), onward } }];
}

/** What the agents may ask for in these roles: aliases of other roles are asked for by those. Undefined where the router does not say. */
function modelsOf(
  { spec, router, runtime }: Pick<ResidentFleet, 'spec' | 'router' | 'runtime'>,
  roles: readonly string[],
): string[] | undefined {
  const allowed = router.modelsOf?.(runtime.workload);
  if (allowed === undefined) return undefined;
  const aliases = (names: readonly string[]) => names.flatMap((name) => [name, longAlias(name)]);
  const named = roles.flatMap((name) => [name, ...(spec.roles[name]?.contextStrategy?.longPool === undefined ? [] : [longAlias(name)])]);
  const others = new Set(aliases(Object.keys({ ...spec.roles, ...spec.apiRoles }).filter((name) => !roles.includes(name))));
  return [...new Set([...named, ...allowed.filter((alias) => !others.has(alias))])];
}

function declaredBy({ spec, cluster }: ResidentFleet): DeclaredResidency[] {
  const ofCluster = cluster.dataResidency === undefined ? null : { of: 'cluster' as const, residency: cluster.dataResidency };
  const ofFleet = spec.dataResidency === undefined ? ofCluster : { of: 'fleet' as const, residency: spec.dataResidency };
  const fleet = spec.dataResidency === undefined ? [] : [{ prop: 'dataResidency', residency: spec.dataResidency, around: ofCluster }];
  const roles = Object.entries(spec.roles).flatMap(([name, { dataResidency }]) =>
    dataResidency === undefined ? [] : [{ prop: `roles.${name}.dataResidency`, residency: dataResidency, around: ofFleet }],
  );
  return [...fleet, ...roles];
}
