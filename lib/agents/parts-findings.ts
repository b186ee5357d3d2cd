import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { isInferencePool } from '../inference/contract';
import { Cluster } from '../platform/cluster';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { FleetPart } from './fleet-part';
import type { RoleProps } from './role-props';
import { PART_RULES } from './rules';

/** A fleet by what it was given. */
interface GivenParts extends IConstruct {
  readonly cluster: Cluster;
  readonly spec: AgentFleetSpec;
  readonly roles: Readonly<Record<string, RoleProps>>;
}

/** What a fleet is given belongs to its App and its cluster. */
export function partsFindings(fleet: GivenParts): Finding[] {
  const parts = partsOf(fleet).flatMap(([prop, part]) => (isConstruct(part) ? [givenPart(fleet, prop, part)] : []));
  return parts.flatMap((part) => evaluateRules(PART_RULES, part)).map((finding) => place(fleet.node.path, finding));
}

function partsOf({ spec, roles }: GivenParts): (readonly [prop: string, part: unknown])[] {
  const pools = Object.entries(roles).flatMap(([name, { pool, contextStrategy }]) => [
    [`roles.${name}.pool`, pool] as const,
    ...(contextStrategy?.longPool === undefined ? [] : [[`roles.${name}.contextStrategy.pool`, contextStrategy.longPool] as const]),
  ]);
  const { embeddings, router, sessionStore, stateStore } = spec;
  return [...pools, ['embeddings', embeddings], ['router', router], ['sessionStore', sessionStore], ['stateStore', stateStore]];
}

const isConstruct = (value: unknown): value is IConstruct => typeof value === 'object' && value !== null && 'node' in value;

const givenPart = (fleet: GivenParts, prop: string, part: IConstruct): FleetPart => ({
  prop,
  path: part.node.path,
  isPool: isInferencePool(part),
  sameApp: part.node.root === fleet.node.root,
  cluster: 'cluster' in part && Cluster.isCluster(part.cluster) ? part.cluster.identity : null,
  fleet: fleet.cluster.identity,
});
