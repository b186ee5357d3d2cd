/** The cheapest fleet for a set of roles, for planning without constructs. */
export { Engine } from '../catalog/engines/engine';
export { Gpu } from '../catalog/gpu';
export { Model } from '../catalog/model';
export { type ApiPriceRow, PriceBook, type PriceRow } from '../catalog/prices';
export { fleetCode } from './code/fleet-code';
export type {
  ApiOfferProps,
  FleetToPlanProps,
  GpuOfferProps,
  ModelChoice,
  RequestToPlanProps,
  RoleDayProps,
  RoleToPlanProps,
} from './fleet-to-plan';
export { type JobOnGpus, type JobsOnGpusProps, jobsOnGpus } from './jobs-on-gpus';
export { planFleet } from './plan-fleet';
export type { BreakEven, PlannedFleet, PlannedNodePool, PlannedPool, PlannedRole, PlanProof } from './planned-fleet';
export { type FleetRecommendation, type RecommendedFleet, recommendFleet } from './recommend-fleet';
export { type Saving, savings } from './savings';
export { type SessionsOnGpus, type SessionsOnGpusProps, sessionsOnGpus } from './sessions-on-gpus';
