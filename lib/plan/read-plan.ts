/** Reads a plan that may come from another release of the library: the version is looked at before anything else. */
import type { z } from 'zod';
import { FleetSpecError } from '../core/fleet-error';
import { readable } from '../core/readable';
import { parseData } from '../core/schema';
import { describeValue, shownValue } from '../core/shown-value';
import { type FleetPlan, fleetPlanSchema, PLAN_SCHEMA_VERSION } from './schema';

/**
 * @param json Content of a `fleet.plan.json`, parsed.
 * @param path Where it comes from, for messages.
 * @throws FleetSpecError AF-SPEC-001 when the version is another one or a field is missing.
 */
export function readPlan(json: unknown, path = 'fleet.plan.json'): FleetPlan {
  const from = typeof path === 'string' ? path : 'fleet.plan.json';
  const version = readable(json, { path: from, className: 'FleetPlan' }, () => versionOf(json));
  if (version !== PLAN_SCHEMA_VERSION) throw wrongVersion(version, from);
  return parseData(fleetPlanSchema as z.ZodType<FleetPlan>, json, { path: from, className: 'FleetPlan' });
}

function versionOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
}

function wrongVersion(version: unknown, path: string): FleetSpecError {
  const newer = typeof version === 'number' && version > PLAN_SCHEMA_VERSION;
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path,
      prop: 'schemaVersion',
      value: shownValue(version),
      allowed: String(PLAN_SCHEMA_VERSION),
      message:
        version === undefined ? 'this is not a fleet plan: schemaVersion is missing' : `the plan has version ${describeValue(version)}`,
      repairs: [newer ? 'read it with the release of cdktf-agent-fleet that wrote it, or a newer one' : 'synthesize the app again'],
    },
  ]);
}
