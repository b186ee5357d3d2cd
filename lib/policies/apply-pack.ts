import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { parseProps } from '../core/schema';
import { checkScope } from '../terraform/scope-argument';
import { givenPackSchema, type LibraryPack, packOf } from './given-pack';
import type { PolicyPack } from './policy-pack';
import { reviewOf } from './policy-review';

const packSchema = z.strictObject({ pack: givenPackSchema });

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
  reviewOf(scope).hold({ pack: packOf(given), path: scope.node.path });
}
