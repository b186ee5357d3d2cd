import type { IConstruct } from 'constructs';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { isInferencePool } from '../inference/contract';
import { Cluster } from '../platform/cluster';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { RoleProps } from './role-props';

/** A fleet by what it was given. */
interface GivenParts extends IConstruct {
  readonly cluster: Cluster;
  readonly spec: AgentFleetSpec;
  readonly roles: Readonly<Record<string, RoleProps>>;
}

/** AF-SPEC-014 and AF-CLU-005: what a fleet is given belongs to its App and its cluster. */
export function partsFindings(fleet: GivenParts): Finding[] {
  const parts = partsOf(fleet);
  return [...parts.flatMap(([prop, part]) => appFindings(fleet, prop, part)), ...clusterFindings(fleet, parts)].map((finding) =>
    place(fleet.node.path, finding),
  );
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

/** Findings of an App are asked when it is synthesized; those of another App are not. */
function appFindings(fleet: GivenParts, prop: string, part: unknown): UnplacedFinding[] {
  if (!isConstruct(part) || part.node.root === fleet.node.root) return [];
  return [
    {
      code: 'AF-SPEC-014',
      severity: 'error',
      prop,
      value: part.node.path,
      allowed: 'a construct of the same App',
      message: `${part.node.path} belongs to another App, so what the fleet asks of it would never be judged`,
      repairs: ['make both in one App', ...(isInferencePool(part) ? [] : ['fromExisting(…) for what another App makes'])],
    },
  ];
}

/** Pools of roles have a finding of their own. */
function clusterFindings(fleet: GivenParts, parts: readonly (readonly [string, unknown])[]): UnplacedFinding[] {
  return parts.flatMap(([prop, part]) => {
    if (prop.startsWith('roles.') || !isConstruct(part) || !('cluster' in part) || !Cluster.isCluster(part.cluster)) return [];
    const { cluster } = part;
    if (cluster === fleet.cluster) return [];
    return [
      {
        code: 'AF-CLU-005',
        severity: 'error',
        prop,
        value: part.node.path,
        allowed: `a construct on cluster ${fleet.cluster.name}`,
        message: `${part.node.path} runs on cluster ${cluster.name}, but the fleet runs on ${fleet.cluster.name}; names and policies of a cluster end at its border`,
        repairs: ['pass the same Cluster object to both'],
      } satisfies UnplacedFinding,
    ];
  });
}
