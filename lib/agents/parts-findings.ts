import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { isInferencePool } from '../inference/contract';
import { Cluster } from '../platform/cluster';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { FleetPart, WholeKind } from './fleet-part';
import type { RoleProps } from './role-props';
import { PART_RULES } from './rules';
import { type WiredService, wired } from './wiring';

/** What is given parts. */
interface Whole extends Pick<IConstruct, 'node'> {
  readonly cluster: Cluster;
}

/** A fleet by what it was given. */
interface GivenParts extends Whole {
  readonly spec: AgentFleetSpec;
  readonly roles: Readonly<Record<string, RoleProps>>;
}

type GivenPart = readonly [prop: string, part: unknown];

/** What a fleet is given belongs to its App and its cluster. */
export const partsFindings = (fleet: GivenParts): Finding[] => findingsOf('fleet', fleet, partsOf(fleet));

/** The same of the services of other pods. */
export const servicePartsFindings = (kind: WholeKind, whole: Whole, services: readonly WiredService[]): Finding[] =>
  findingsOf(kind, whole, services.map(given));

function findingsOf(kind: WholeKind, whole: Whole, given: readonly GivenPart[]): Finding[] {
  const parts = given.flatMap(([prop, part]) => (isConstruct(part) ? [toPart(kind, whole, prop, part)] : []));
  return parts.flatMap((part) => evaluateRules(PART_RULES, part)).map((finding) => place(whole.node.path, finding));
}

function partsOf({ spec, roles }: GivenParts): GivenPart[] {
  const pools = Object.entries(roles).flatMap(([name, { pool, furtherPools = [], contextStrategy, rollout }]) => [
    [`roles.${name}.pool`, pool] as const,
    ...furtherPools.map((further, index) => [`roles.${name}.furtherPools.${index}`, further] as const),
    ...(contextStrategy?.longPool === undefined ? [] : [[`roles.${name}.contextStrategy.pool`, contextStrategy.longPool] as const]),
    ...(rollout === undefined ? [] : [[`roles.${name}.rollout.to`, rollout.to] as const]),
  ]);
  const { embeddings, reranker, router, sessionStore, stateStore, services } = spec;
  const named: GivenPart[] = [
    ['embeddings', embeddings],
    ['reranker', reranker],
    ['router', router],
    ['sessionStore', sessionStore],
    ['stateStore', stateStore],
    ['runtime.consumes', spec.runtime.consumes],
  ];
  return [...pools, ...named, ...wired(services).map(given)];
}

const given = ({ prop, service }: WiredService): GivenPart => [prop, service];

const isConstruct = (value: unknown): value is IConstruct => typeof value === 'object' && value !== null && 'node' in value;

const toPart = (kind: WholeKind, whole: Whole, prop: string, part: IConstruct): FleetPart => ({
  prop,
  path: part.node.path,
  isPool: isInferencePool(part),
  sameApp: part.node.root === whole.node.root,
  cluster: 'cluster' in part && Cluster.isCluster(part.cluster) ? part.cluster.identity : null,
  whole: kind,
  fleet: whole.cluster.identity,
});
