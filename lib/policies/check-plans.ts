import { z } from 'zod';
import type { Environment } from '../core/rule';
import { parseProps } from '../core/schema';
import { readPlan } from '../plan/read-plan';
import type { FleetPlan } from '../plan/schema';
import { requireChecks } from './checked-plans';
import { givenPackSchema, type LibraryPack, packOf } from './given-pack';
import { holdAgainst, type PackResult } from './hold-against';
import { judgedBy } from './judge-by';
import type { PolicyPack } from './policy-pack';

/** What is held against what. */
export interface CheckPlansProps {
  /** Plans as `readPlans` or `readPlan` give them, all of one app. */
  readonly plans: readonly FleetPlan[];
  /** A pack of the library by its name, or one of your own. */
  readonly pack: LibraryPack | PolicyPack;
  /**
   * What the fleets are judged for.
   * @default - what their clusters are for; of several environments the one whose users depend most on it
   */
  readonly environment?: Environment;
}

export const checkPlansSchema = z.strictObject({
  plans: z.array(z.unknown()).min(1, { error: 'expected at least one plan' }),
  pack: givenPackSchema,
  environment: z.enum(['development', 'staging', 'production']).optional(),
});

/**
 * Holds written plans against a pack, in a program or test that knows nothing of the app: what `agent-fleet check` does. Rules of the library are as the
 * synthesis found them; your own are asked now, whether the app applied the pack or not.
 *
 * @example
 * const { results, score } = checkPlans({ plans: readPlans('cdktf.out'), pack: acme });
 *
 * @throws FleetSpecError when a prop is malformed, a plan is none or was written by a release that recorded no checks (AF-SPEC-001), or a rule of yours
 * throws (AF-POL-005).
 */
export function checkPlans(props: CheckPlansProps): PackResult {
  const spec = parseProps(checkPlansSchema, props, { path: 'checkPlans', className: 'checkPlans' });
  const plans = spec.plans.map((plan, index) => readPlan(plan, `plans.${index}`));
  requireChecks(plans, 'plans');
  const pack = packOf(spec.pack);
  return holdAgainst(pack, judgedBy(pack, plans), spec.environment);
}
