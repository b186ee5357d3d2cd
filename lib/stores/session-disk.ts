import type { SessionStoreSpec } from './session-store-props';

/** What the rules of a session store read of its props. */
export type SessionDisk = Pick<SessionStoreSpec, 'storageGiB' | 'memoryGiB'>;
