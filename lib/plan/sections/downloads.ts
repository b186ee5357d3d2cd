/** What the pods and releases of a stack download: images and charts. */
import { z } from 'zod';

/** Schema of an image in `fleet.plan.json`. */
export const imagePlanSchema = z.object({
  image: z.string().describe('as the cluster pulls it'),
  source: z.string().describe('as it is published: what a mirror copies'),
  usedBy: z.array(z.string()).describe('construct paths'),
});

/** Schema of a Helm chart in `fleet.plan.json`. */
export const chartPlanSchema = z.object({
  chart: z.string().describe('name of the chart'),
  version: z.string().describe('version of the chart'),
  source: z.string().describe('repository in which it is published'),
  repository: z.string().nullable().describe('repository from which it is installed; null for a folder'),
  usedBy: z.string().describe('construct path'),
});

/** An image as `fleet.plan.json` holds it. */
export interface ImagePlan extends z.output<typeof imagePlanSchema> {}

/** A chart as `fleet.plan.json` holds it. */
export interface ChartPlan extends z.output<typeof chartPlanSchema> {}
