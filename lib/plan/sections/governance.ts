import { z } from 'zod';

/** A place that data of a role can reach. */
export const dataFlowSchema = z.object({
  place: z.string().describe('what stands there, and its name'),
  region: z.string().nullable().describe('where it is, with the regions around; null where nobody says'),
  way: z.array(z.string()).describe('hops from the role to it'),
  heldBy: z
    .enum(['network policy', 'declaration'])
    .describe('`declaration`: network policies open more than this place, so that its region is what was declared'),
});

/** Schema of what a fleet is said to keep, and where its data goes. */
export const governanceSchema = z.object({
  compliance: z.array(z.string()).describe('laws and standards that are said to be kept; labels, which nothing checks'),
  tenancy: z.string().nullable().describe('who else runs on the machines; null where nobody says'),
  roles: z
    .array(
      z.object({
        role: z.string().describe('name of the role'),
        dataResidency: z
          .string()
          .nullable()
          .describe('region that its data may not leave, with the regions around; null where none is named'),
        dataFlow: z.array(dataFlowSchema).describe('every place that its data can reach, nearest first'),
      }),
    )
    .describe('where the data of each role goes'),
});

/** What a fleet is said to keep, and where its data goes. */
export interface GovernancePlan extends z.output<typeof governanceSchema> {}
