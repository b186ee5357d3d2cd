/** What a plan lacks and the options say. */
import { rolesIn } from '../capacity/demand/flow';
import { closest } from '../core/closest';
import type { Finding } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import type { FleetPlan } from '../plan/schema';
import type { SimulationSpec } from './simulation-props';

/** The plan with the requests that are given. The estimate of the plan is of another request. */
export const withRequests = (plan: FleetPlan, { requests }: SimulationSpec): FleetPlan => ({
  ...plan,
  fleets: plan.fleets.map((fleet) => ({
    ...fleet,
    roles: fleet.roles.map((role) => {
      const request = Object.hasOwn(requests, role.name) ? requests[role.name] : undefined;
      return request === undefined ? role : { ...role, request, estimate: null };
    }),
  })),
});

/** @throws FleetSpecError AF-SPEC-001 where an option names a fleet or a role that the plan does not have. */
export function checkNames(plan: FleetPlan, { requests, flows }: SimulationSpec): void {
  const roles = plan.fleets.flatMap((fleet) => fleet.roles.map(({ name }) => name));
  const fleets = plan.fleets.map(({ name }) => name);
  const problems = [
    ...Object.keys(requests).flatMap((name) => unknown(`requests.${name}`, name, roles)),
    ...Object.keys(flows).flatMap((name) => unknown(`flows.${name}`, name, fleets)),
    ...plan.fleets.flatMap((fleet) => {
      const flow = Object.hasOwn(flows, fleet.name) ? flows[fleet.name] : undefined;
      const own = fleet.roles.map(({ name }) => name);
      return flow === undefined ? [] : [...new Set(rolesIn(flow))].flatMap((role) => unknown(`flows.${fleet.name}`, role, own));
    }),
  ];
  if (problems.length > 0) throw new FleetSpecError(problems);
}

function unknown(prop: string, name: string, known: readonly string[]): Finding[] {
  if (known.includes(name)) return [];
  const near = closest(name, known);
  return [
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'simulatePlan',
      prop,
      value: name,
      allowed: known.join(', ') || 'nothing: the plan has none',
      message: `the plan has no "${name}"`,
      repairs: [near === undefined ? `leave out ${prop}` : `did you mean ${near}?`],
    },
  ];
}
