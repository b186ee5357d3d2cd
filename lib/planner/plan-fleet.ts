import { parseProps } from '../core/schema';
import { answerOf } from './answer';
import { apiBills } from './api-price';
import type { JudgedPools } from './column-pool';
import type { FleetToPlanProps } from './fleet-to-plan';
import { type FleetToPlan, fleetToPlanSchema } from './fleet-to-plan-schema';
import type { PlannedFleet } from './planned-fleet';
import { refuse } from './refuse';
import { searched } from './searched';

/**
 * The cheapest fleet that serves all roles: for each a model, the format of its weights, an engine, a GPU, how many of them and how many replicas; roles
 * that allow the same model share a pool where that is cheaper, and roles that ask for little go to an API. Every pool of the answer was judged by the
 * functions that judge the pools of a synthesis.
 *
 * @example
 * planFleet({
 *   roles: { writer: { sessions: 40, contextTokens: 8_192, latency: 'chat', models: [Model.QWEN3_8B] } },
 *   inventory: { l40s: { gpu: Gpu.L40S }, h100: { gpu: Gpu.H100_PCIE, nodes: 2 } },
 * });
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed or an offer has no price.
 * @throws FleetCapacityError AF-PLAN-001 for a role that nothing serves, AF-PLAN-002 where the offers have too few GPUs for all roles, AF-PLAN-003 where
 * nothing was found in time.
 */
export function planFleet(props: FleetToPlanProps): PlannedFleet {
  return planned(parseProps(fleetToPlanSchema, props, { path: 'planFleet', className: 'planFleet' }));
}

/** The same for a question that was checked. @param judged pools that other questions judged already */
export function planned(question: FleetToPlan, judged: JudgedPools = new Map()): PlannedFleet {
  const { pool, found } = searched(question, judged);
  if (found === 'too late' || !('columns' in found)) return refuse(question, found, judged);
  return answerOf(question.name, pool, found, (item) => apiBills(item, question.apis));
}
