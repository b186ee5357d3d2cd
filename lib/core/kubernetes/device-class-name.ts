import { notion } from '../notion';

/** Name of a device class (DRA); the last part of a resource name, so no longer than that. */
export const deviceClassName = notion('device class', "the name of a device class, e.g. 'gpu.nvidia.com'", (text) =>
  /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/.test(text),
);
