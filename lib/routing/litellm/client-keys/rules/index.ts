/** The rules of the key of one client, in the order in which findings are printed. */
import type { Rule } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';
import { budgetPaysPlan } from './budget-pays-plan';
import { keyAdmitsFleet } from './key-admits-fleet';
import { keyForItsRoles } from './key-for-its-roles';
import { keyNotExpired } from './key-not-expired';
import { keyOfItsOwn } from './key-of-its-own';
import { keyRatesAdmitFleet } from './key-rates-admit-fleet';
import { outsideClientApart } from './outside-client-apart';

export const CLIENT_KEY_RULES: readonly Rule<KeyedClient>[] = [
  keyOfItsOwn,
  keyForItsRoles,
  keyAdmitsFleet,
  keyRatesAdmitFleet,
  budgetPaysPlan,
  keyNotExpired,
  outsideClientApart,
];
