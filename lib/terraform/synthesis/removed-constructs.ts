import type { IConstruct } from 'constructs';
import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { madeIn } from '../made-objects';
import { KEPT_RULES } from '../rules';

/** A construct that was removed keeps its scope, and its scope does not know it any more. */
function isInTree({ node }: IConstruct): boolean {
  const { scope } = node;
  return scope === undefined || (scope.node.tryFindChild(node.id)?.node === node && isInTree(scope));
}

const keptFindings = (construct: IConstruct): Finding[] =>
  evaluateRules(KEPT_RULES, { path: construct.node.path, isInTree: isInTree(construct) }).map((finding) =>
    place(construct.node.path, finding),
  );

/** Constructs of ours, and the objects that they have made, which somebody has taken out since; of a construct that is gone not its objects too. */
export function removedConstructs(ours: readonly IConstruct[]): Finding[] {
  const [first] = ours;
  const made = first === undefined ? [] : madeIn(first.node.root).filter(({ node }) => node.scope === undefined || isInTree(node.scope));
  return [...new Set([...ours, ...made])].flatMap(keptFindings);
}
