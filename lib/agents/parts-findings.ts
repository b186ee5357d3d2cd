import type { Finding } from '../core/finding';
import { isInferencePool } from '../inference/contract';
import type { WholeKind } from '../platform/parts/given-part';
import { type Given, givenPartFindings, type Whole } from '../platform/parts/given-parts';
import type { AgentFleetSpec } from './agent-fleet-props';
import type { RoleProps } from './role-props';
import { type WiredService, wired } from './wiring';

/** A fleet by what it was given. */
interface GivenParts extends Whole {
  readonly spec: AgentFleetSpec;
  readonly roles: Readonly<Record<string, RoleProps>>;
}

/** What a fleet is given belongs to its App and its cluster. */
export const partsFindings = (fleet: GivenParts): Finding[] => givenPartFindings('fleet', fleet, partsOf(fleet), isInferencePool);

/** The same of the services of other pods. */
export const servicePartsFindings = (kind: WholeKind, whole: Whole, services: readonly WiredService[]): Finding[] =>
  givenPartFindings(kind, whole, services.map(given), isInferencePool);

function partsOf({ spec, roles }: GivenParts): Given[] {
  const pools = Object.entries(roles).flatMap(([name, { pool, furtherPools = [], contextStrategy, rollout }]) => [
    [`roles.${name}.pool`, pool] as const,
    ...furtherPools.map((further, index) => [`roles.${name}.furtherPools.${index}`, further] as const),
    ...(contextStrategy?.longPool === undefined ? [] : [[`roles.${name}.contextStrategy.pool`, contextStrategy.longPool] as const]),
    ...(rollout === undefined ? [] : [[`roles.${name}.rollout.to`, rollout.to] as const]),
  ]);
  const { embeddings, reranker, router, sessionStore, stateStore, services } = spec;
  const named: Given[] = [
    ['embeddings', embeddings],
    ['reranker', reranker],
    ['router', router],
    ['sessionStore', sessionStore],
    ['stateStore', stateStore],
    ['runtime.consumes', spec.runtime.consumes],
  ];
  return [...pools, ...named, ...wired(services).map(given)];
}

const given = ({ prop, service }: WiredService): Given => [prop, service];
