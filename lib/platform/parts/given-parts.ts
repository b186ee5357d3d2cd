import type { IConstruct } from 'constructs';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { Cluster } from '../cluster';
import { PART_RULES } from '../rules';
import type { GivenPart, WholeKind } from './given-part';

/** What is given parts. */
export interface Whole extends Pick<IConstruct, 'node'> {
  readonly cluster: Cluster;
}

/** What stands in one of its props; what is no construct is part of no app. */
export type Given = readonly [prop: string, part: unknown];

/**
 * What a construct is given belongs to its App and its cluster.
 * @param isPool whether a part is a pool, of which nothing is there already
 */
export function givenPartFindings(kind: WholeKind, whole: Whole, given: readonly Given[], isPool = (_: unknown) => false): Finding[] {
  const parts = given.flatMap(([prop, part]) => (isConstruct(part) ? [{ ...toPart(kind, whole, prop, part), isPool: isPool(part) }] : []));
  return parts.flatMap((part) => evaluateRules(PART_RULES, part)).map((finding) => place(whole.node.path, finding));
}

const isConstruct = (value: unknown): value is IConstruct => typeof value === 'object' && value !== null && 'node' in value;

const toPart = (kind: WholeKind, whole: Whole, prop: string, part: IConstruct): Omit<GivenPart, 'isPool'> => ({
  prop,
  path: part.node.path,
  sameApp: part.node.root === whole.node.root,
  cluster: 'cluster' in part && Cluster.isCluster(part.cluster) ? part.cluster.identity : null,
  whole: kind,
  on: whole.cluster.identity,
});
