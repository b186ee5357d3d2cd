/** The plan's schema for readers that are no TypeScript: editors, dashboards, other languages. Published as docs/fleet-plan.schema.json. */
import { z } from 'zod';
import { fleetPlanSchema, PLAN_SCHEMA_VERSION } from './schema';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** JSON Schema of `fleet.plan.json`. Unknown fields are allowed: a newer release may add some without raising the version. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(fleetPlanSchema, { io: 'input', reused: 'inline' }) as Record<string, unknown>;
  return { $schema: DRAFT, title: `fleet.plan.json, version ${PLAN_SCHEMA_VERSION}`, ...schema };
}
