import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { closest } from '../core/closest';
import { freeText } from '../core/notion';
import { branded, parseProps } from '../core/schema';
import { checkScope } from '../terraform/scope-argument';
import type { Pack } from './pack';
import { PACKS } from './packs';
import { PolicyPack } from './policy-pack';
import { reviewOf } from './policy-review';

/** Names of the packs of the library. */
export type LibraryPack = 'agentFleetDefault' | 'productionChecklist' | 'costControl' | 'security' | 'restricted';

const names = PACKS.map(({ id }) => id);
const packSchema = z.strictObject({
  pack: z.union([
    freeText('it is compared with the names of the packs').refine((id) => names.includes(id), {
      error: (issue) => `expected one of ${names.join(', ')}${meant(issue.input)}, or a PolicyPack`,
    }),
    branded<PolicyPack>(PolicyPack.isPolicyPack, 'a PolicyPack'),
  ]),
});

function meant(given: unknown): string {
  const suggestion = typeof given === 'string' ? closest(given, names) : undefined;
  return suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`;
}

/**
 * Holds everything below a construct against a pack when the app is synthesized. What the rules of the pack find has the severity that the pack gives
 * it for the environment of the cluster: errors stop the synthesis until they are repaired or acknowledged.
 *
 * @example
 * applyPack(app, 'productionChecklist');
 *
 * @param scope the app, a stack or a construct in one
 * @throws FleetSpecError when there is no such pack, or another pack of this name is applied.
 */
export function applyPack(scope: IConstruct, pack: LibraryPack | PolicyPack): void {
  checkScope(scope, 'applyPack', "applyPack(app, 'productionChecklist')");
  const { pack: given } = parseProps(packSchema, { pack }, { path: scope.node.path, className: 'applyPack' });
  const chosen: Pack = typeof given === 'string' ? (PACKS.find(({ id }) => id === given) as Pack) : given;
  reviewOf(scope).hold({ pack: chosen, path: scope.node.path });
}
