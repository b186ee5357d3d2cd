import { z } from 'zod';
import { cpuQuantity, engineMemoryQuantity, memoryQuantity, routerMemoryQuantity } from './quantity';

/** CPU and memory of a pod. */
export const podResourcesSchema = z.strictObject({ cpu: cpuQuantity.optional(), memory: memoryQuantity.optional() });

/** CPU and memory of a pod that serves a model. */
export const enginePodResourcesSchema = podResourcesSchema.extend({ memory: engineMemoryQuantity.optional() });

/** CPU and memory of a pod that serves a router. */
export const routerPodResourcesSchema = podResourcesSchema.extend({ memory: routerMemoryQuantity.optional() });
