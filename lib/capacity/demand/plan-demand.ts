import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import { own } from '../../core/own';
import { checkPlanArgument } from '../argument-checks';
import type { RoleDemand } from './role-demand';
import { NAME_RULES } from './rules';
import type { RoleShare, Topology } from './topology';

/** What `planDemand` needs to know of a role. */
export interface RolePlan {
  /** Planned context of one session, tokens. */
  readonly contextTokens: number;
  /**
   * Agents of this role at work in each workflow.
   * @default 1
   */
  readonly instances?: number;
}

/** From topology, workflows and contexts to the sessions that each role holds on its pool. */
export interface DemandPlan {
  readonly fleet: string;
  readonly topology: Topology;
  /** Workflows in flight at the same time. */
  readonly concurrentWorkflows: number;
  readonly roles: Readonly<Record<string, RolePlan>>;
}

/**
 * Sessions by role: flat N × W, hierarchical (1 + N) × W, pipeline W in total.
 * Fractions of a session are rounded so that the total is right, and a role that has a share has at least one: a branch of 5 % of five workflows is
 * not always empty. Roles without an entry in `roles` are left out: `checkRoles` reports them.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function planDemand(plan: DemandPlan): RoleDemand[] {
  checkPlanArgument('planDemand', plan);
  const shares = plan.topology.shares().filter((share) => Object.hasOwn(plan.roles, share.role));
  const exact = shares.map((share) => plan.concurrentWorkflows * share.perWorkflow * instancesOf(plan, share.role));
  const sessions = atLeastOne(exact, roundKeepingTotal(exact));
  return shares.map((share, index) => demandOf(plan, share, sessions[index] ?? 0));
}

/**
 * Names that the topology and the roles do not share.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function checkRoles(plan: DemandPlan): UnplacedFinding[] {
  checkPlanArgument('checkRoles', plan);
  return evaluateRules(NAME_RULES, { declared: Object.keys(plan.roles), used: plan.topology.roles });
}

function demandOf(plan: DemandPlan, share: RoleShare, sessions: number): RoleDemand {
  const instances = instancesOf(plan, share.role);
  const perRole = instances === 1 ? '' : ` × ${instances} instances`;
  return {
    fleet: plan.fleet,
    role: share.role,
    sessions,
    contextTokens: own(plan.roles, share.role)?.contextTokens ?? 0,
    formula: `${plan.concurrentWorkflows} workflows ${share.reason}${perRole}`,
    concurrentWorkflows: plan.concurrentWorkflows,
  };
}

const instancesOf = (plan: DemandPlan, role: string) => own(plan.roles, role)?.instances ?? 1;

/** What rounding left without a session gets one on top; no other branch gets less for it. */
const atLeastOne = (exact: readonly number[], rounded: readonly number[]): number[] =>
  rounded.map((sessions, index) => (sessions === 0 && (exact[index] ?? 0) > 0 ? 1 : sessions));

/** Largest remainders get the sessions that rounding down leaves over. */
function roundKeepingTotal(values: readonly number[]): number[] {
  const floors = values.map((value) => Math.floor(value + 1e-9));
  const total = Math.ceil(values.reduce((sum, value) => sum + value, 0) - 1e-9);
  const left = total - floors.reduce((sum, value) => sum + value, 0);
  const byRemainder = values.map((value, index) => ({ index, rest: value - (floors[index] ?? 0) })).sort((a, b) => b.rest - a.rest);
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return floors.map((floor, index) => (lucky.has(index) ? floor + 1 : floor));
}
