/** The rules of stores. */
import type { Rule } from '../../core/rule';
import type { SessionDisk } from '../session-disk';
import type { VectorRoom } from '../vector-room';
import { diskHoldsLog } from './disk-holds-log';
import { diskHoldsVectors } from './disk-holds-vectors';
import { extensionMade, type VectorDatabase } from './extension-made';
import { memoryHoldsVectors } from './memory-holds-vectors';
import { type NamedClients, sessionClientUsed } from './session-client-used';

export const SESSION_STORE_RULES: readonly Rule<SessionDisk>[] = [diskHoldsLog];

export const SESSION_CLIENT_RULES: readonly Rule<NamedClients>[] = [sessionClientUsed];

export const VECTOR_ROOM_RULES: readonly Rule<VectorRoom>[] = [memoryHoldsVectors, diskHoldsVectors];

export const VECTOR_DATABASE_RULES: readonly Rule<VectorDatabase>[] = [extensionMade];
