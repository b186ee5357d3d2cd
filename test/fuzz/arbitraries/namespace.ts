/** Namespaces: that of the stack, one by name, one that exists, one that another stack makes. */
import { Namespace } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { pick } from './odd';

export type AnyNamespace = string;

export const anyNamespace: fc.Arbitrary<AnyNamespace> = fc.oneof(
  { weight: 30, arbitrary: pick('of the stack') },
  { weight: 30, arbitrary: pick('by name', 'existing', 'of the first stack') },
  { weight: 1, arbitrary: pick('the same name', 'kube-system', 'default') },
);

/** The prop; undefined where it is left out. */
export function namespaceOf(kind: AnyNamespace, index: number, first: string): string | Namespace | undefined {
  switch (kind) {
    case 'of the stack':
      return undefined;
    case 'by name':
      // The live proof asks about each object under another last digit, which must not be the name of the next namespace.
      return `agents-${index}-of-team`;
    case 'existing':
      return Namespace.existing('team');
    case 'of the first stack':
      return index === 0 ? undefined : Namespace.existing(first);
    case 'the same name':
      return 'agents';
    default:
      return kind;
  }
}
