/** `cdktf-agent-fleet/policies`: rules and packs of your own, and written plans held against a pack, without constructs. */
export type { Change } from '../core/change';
export type { Acceptance, Finding, FindingDetail, Repair, Severity } from '../core/finding';
export { FleetSpecError, isFleetError } from '../core/fleet-error';
export type { Environment } from '../core/rule';
export { readPlan } from '../plan/read-plan';
export { readPlans } from '../plan/read-plans';
export type { FleetPlan } from '../plan/schema';
export type { FleetPlanSection } from '../plan/sections/fleet';
export type { PoolPlan } from '../plan/sections/pool';
export type { RolePlan } from '../plan/sections/role';
export { type CheckPlansProps, checkPlans } from './check-plans';
export type { LibraryPack } from './given-pack';
export type { PackResult, PointOutcome, PointResult } from './hold-against';
export type { Pack, PackPoint } from './pack';
export type { Policy, SeverityByEnvironment } from './policy';
export { type GradedRule, PolicyPack, type PolicyPackProps } from './policy-pack';
export {
  type PolicyContext,
  type PolicyFailure,
  type PolicyOutcome,
  PolicyRule,
  type PolicyRuleProps,
  type PolicySubjects,
} from './policy-rule';
