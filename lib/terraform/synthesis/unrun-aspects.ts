import { evaluateRules } from '../../core/evaluate-rules';
import { type Finding, place } from '../../core/finding';
import { Aspects, TerraformStack } from '../engine';
import { ASPECT_RULES } from '../rules';

/** AF-SPEC-031 of whatever lies above these stacks, told once, at its first stack. */
export function unrunAspects(stacks: Iterable<TerraformStack>): Finding[] {
  const firsts = new Map([...stacks].reverse().flatMap((stack) => scopesAbove(stack).map((scope) => [scope, stack] as const)));
  return [...firsts].flatMap(([scope, stack]) => {
    const given = { scope: scope.node.path === '' ? 'the App' : scope.node.path, aspects: Aspects.of(scope).all.length };
    return evaluateRules(ASPECT_RULES, given).map((finding) => place(stack.node.path, finding));
  });
}

/** Those of a stack in a stack are run with the outer one. */
const scopesAbove = ({ node }: TerraformStack) =>
  node.scopes.some((scope) => scope !== node.scopes.at(-1) && TerraformStack.isStack(scope)) ? [] : node.scopes.slice(0, -1);
