/** The rules of stores. */
import type { Rule } from '../../core/rule';
import type { WrittenArchive } from '../archive-writers';
import type { SessionDisk } from '../session-disk';
import type { StoreConnections } from '../state-connections';
import type { VectorRoom } from '../vector-room';
import { archiveOfOneStore } from './archive-of-one-store';
import { connectionsFit } from './connections-fit';
import { diskHoldsLog } from './disk-holds-log';
import { diskHoldsVectors } from './disk-holds-vectors';
import { extensionMade, type VectorDatabase } from './extension-made';
import { memoryHoldsConnections } from './memory-holds-connections';
import { memoryHoldsVectors } from './memory-holds-vectors';
import { poolerWithinConnections } from './pooler-within-connections';
import { type NamedClients, sessionClientUsed } from './session-client-used';

export const SESSION_STORE_RULES: readonly Rule<SessionDisk>[] = [diskHoldsLog];

export const SESSION_CLIENT_RULES: readonly Rule<NamedClients>[] = [sessionClientUsed];

export const STATE_CONNECTION_RULES: readonly Rule<StoreConnections>[] = [connectionsFit, poolerWithinConnections, memoryHoldsConnections];

export const ARCHIVE_RULES: readonly Rule<WrittenArchive>[] = [archiveOfOneStore];

export const VECTOR_ROOM_RULES: readonly Rule<VectorRoom>[] = [memoryHoldsVectors, diskHoldsVectors];

export const VECTOR_DATABASE_RULES: readonly Rule<VectorDatabase>[] = [extensionMade];
