import { z } from 'zod';
import { cpuQuantity, memoryQuantity } from './quantity';

/** CPU and memory of a pod. */
export const podResourcesSchema = z.strictObject({ cpu: cpuQuantity.optional(), memory: memoryQuantity.optional() });
