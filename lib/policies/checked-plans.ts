import { FleetSpecError } from '../core/fleet-error';
import type { FleetPlan } from '../plan/schema';

/**
 * Plans of releases that recorded no checks would keep every point without a finding, and so would an app without plans.
 * @throws FleetSpecError AF-SPEC-001 that names their stacks
 */
export function requireChecks(plans: readonly FleetPlan[], appDir: string): void {
  if (plans.length === 0) throw nothingToCheck(appDir);
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

const nothingToCheck = (appDir: string): FleetSpecError =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: appDir,
      prop: 'fleet.plan.json',
      value: undefined,
      allowed: 'an app of which a stack holds a construct of cdktf-agent-fleet',
      message: `no stack in ${appDir} has a fleet.plan.json, so there is nothing that could be checked`,
      repairs: ['cdktf synth', 'check --app-dir <the folder that it wrote>'],
    },
  ]);
