/** The rules of a session store. */
import type { Rule } from '../../core/rule';
import type { SessionDisk } from '../session-disk';
import { diskHoldsLog } from './disk-holds-log';

export const SESSION_STORE_RULES: readonly Rule<SessionDisk>[] = [diskHoldsLog];
