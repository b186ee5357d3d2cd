/** Questions about whole pools, as programs outside of this room ask them: arguments are checked, then answered. */
import { z } from 'zod';
import { checkArguments, checked } from '../../core/checked';
import { environmentName } from '../../core/environment-name';
import { readable } from '../../core/readable';
import { poolArgument } from '../argument-checks';
import type { DayPlan } from '../demand/conversations';
import type { RoleDemand } from '../demand/role-demand';
import { classifiedRolesArgument, demandArgument, latencyTarget, loadArgument } from '../demand-arguments';
import { checkTier as tierFindings } from '../fit/check-tier';
import { checkClasses as classFindings } from '../fit/mixed-latency';
import * as day from '../fit/over-the-day';
import type { PoolInput } from '../fit/pool-input';
import { requestsInFlight as inFlightOn } from '../fit/requests-in-flight';
import { suggestSharing as sharingFindings } from '../fit/suggest-sharing';
import { amount, callable, count, shownName } from '../replica-argument';

/**
 * Requests that run on one replica of the pool at once, at the floor or at the peak, whichever is more. Roles with a rate bring what that keeps in
 * flight (Little's law); of the others every planned session is at work, which is the most there can be.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export const requestsInFlight = checked('requestsInFlight', { input: poolArgument }, inFlightOn);

/**
 * AF-LAT-003: warns when another card of the price list, that holds the same plan, serves the class better by a fifth: sooner for no more money, or
 * cheaper.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkTier = checked('checkTier', { pool: poolArgument, target: latencyTarget, load: loadArgument }, tierFindings);

/**
 * AF-LAT-005: roles of different latency classes in one queue: the one that waits least is served no sooner than the others.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed.
 */
export const checkClasses = checked(
  'checkClasses',
  { pool: shownName, roles: classifiedRolesArgument, environment: environmentName.optional() },
  classFindings,
);

/**
 * AF-CAP-011: one finding for every group of pools that could be one. The shared pool is judged by the estimate of all pools; its size is part of the
 * advice.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export const suggestSharing = checked('suggestSharing', { pools: z.array(poolArgument) }, sharingFindings);

const hours = z.array(z.looseObject({ hour: count(), requestsPerSecond: amount, activeSessions: amount, idleSessions: amount })).min(1);

/**
 * The fewest replicas of the pool, between `replicas` and `maxReplicas`, on which each hour fits by the estimate of all pools. Demands that the pool has
 * already stay all day.
 *
 * @throws FleetSpecError AF-SPEC-001 when an argument is malformed, or the plan gives a demand that is none.
 */
export const overTheDay = checked(
  'overTheDay',
  { pool: poolArgument, day: z.looseObject({ hours, demandAt: callable }) },
  (pool: PoolInput, plan: DayPlan): day.PoolDay => day.overTheDay(pool, { ...plan, demandAt: (hour) => demandAt(plan, hour) }),
);

/** A plan of the caller's own may answer anything. */
function demandAt(plan: DayPlan, hour: number): RoleDemand {
  const demand = readable(plan, { path: 'overTheDay', className: 'day.demandAt' }, (): RoleDemand => plan.demandAt(hour));
  checkArguments('overTheDay', { [`day.demandAt(${hour})`]: demandArgument }, { [`day.demandAt(${hour})`]: demand });
  return demand;
}
