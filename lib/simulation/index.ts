/** Closed-loop discrete-event simulation of a plan, without constructs and without a cluster. */

export type {
  Assumption,
  SimulatedFleet,
  SimulatedPlan,
  SimulatedPoolResult,
  SimulatedRole,
  SimulationResult,
  UncertainSimulation,
} from './result';
export { simulatePlan } from './simulate-plan';
export type { SimulatedRequest, SimulationProps } from './simulation-props';
export type { Percentiles } from './statistics';
