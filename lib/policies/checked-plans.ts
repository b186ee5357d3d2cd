import { FleetSpecError } from '../core/fleet-error';
import type { FleetPlan } from '../plan/schema';

/**
 * Plans of releases that recorded no checks would keep every point without a finding.
 * @throws FleetSpecError AF-SPEC-001 that names their stacks
 */
export function requireChecks(plans: readonly FleetPlan[]): void {
  const old = plans.filter(({ checks }) => checks === undefined);
  if (old.length === 0) return;
  throw new FleetSpecError(
    old.map(({ stack }) => ({
      code: 'AF-SPEC-001',
      severity: 'error',
      path: stack,
      prop: 'checks',
      value: undefined,
      allowed: 'a plan that says which rules were kept',
      message: 'the plan was written by a release that recorded no checks, so what was kept is not known',
      repairs: ['cdktf synth'],
    })),
  );
}
