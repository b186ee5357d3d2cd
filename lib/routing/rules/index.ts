/** The rules of routes, whichever router holds them. */
import type { Rule } from '../../core/rule';
import { type AliasRoutes, aliasHasOnePool } from './alias-has-one-pool';

export const ALIAS_RULES: readonly Rule<AliasRoutes>[] = [aliasHasOnePool];
