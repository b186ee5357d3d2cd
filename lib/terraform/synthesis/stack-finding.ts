import type { Finding } from '../../core/finding';
import type { TerraformStack } from '../engine';

/** A finding, and the stack in whose plan it stands; undefined where it is of none. */
export interface StackFinding {
  readonly stack: TerraformStack | undefined;
  readonly finding: Finding;
}

/** What two findings that say the same have in common. */
export const sameOf = ({ code, path, message }: Finding): string => `${code}|${path}|${message}`;

/** The innermost of some stacks around a path. */
export function stackAt(stacks: Iterable<TerraformStack>, path: string): TerraformStack | undefined {
  const around = [...stacks].filter(({ node }) => path === node.path || path.startsWith(`${node.path}/`));
  return around.sort((one, other) => other.node.path.length - one.node.path.length)[0];
}
