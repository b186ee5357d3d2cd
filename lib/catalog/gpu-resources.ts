/** Names by which pods ask for whole or shared GPUs; slices have a name for each size beside them. */
import { GPU_VENDORS } from './gpu-vendors';

/** A shared card has a name of its own, so that no pod that wants a whole one gets a part. */
export const SHARED_RESOURCE = `${GPU_VENDORS.NVIDIA.resourceName}.shared`;

/** Before the name of a device class: so pods ask for what DRA hands out (KEP-5004). */
export const DEVICE_CLASS_PREFIX = 'deviceclass.resource.kubernetes.io/';

export const GPU_RESOURCES: readonly string[] = [...Object.values(GPU_VENDORS).map(({ resourceName }) => resourceName), SHARED_RESOURCE];
