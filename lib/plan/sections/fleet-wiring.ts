import { z } from 'zod';

/** What the agents of a fleet are wired to. */
export const fleetServiceSchema = z.object({
  kind: z.string().describe('e.g. router, session-store, task-queue'),
  name: z.string().describe('its name, or its address where it has none'),
  path: z.string().nullable().describe('construct path; null for what this app does not make'),
  prop: z.string().describe('prop of the fleet that names it'),
});

/** Work that goes from one role to another. */
export const handoverSchema = z.object({
  from: z.string().describe('role that hands over'),
  to: z.string().describe('role that takes it'),
});
