import type { ITaskQueue } from './contract';

/** Two objects for one queue: one that exists may be named more than once. */
export const isSameQueue = (one: ITaskQueue, other: ITaskQueue): boolean =>
  one === other || (one.name === other.name && one.host === other.host && one.port === other.port);
