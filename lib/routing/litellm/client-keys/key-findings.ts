/** What is wrong with the keys of a router's clients. */
import { evaluateRules } from '../../../core/evaluate-rules';
import type { UnplacedFinding } from '../../../core/finding';
import type { Environment } from '../../../core/rule';
import type { ClientKeys } from './client-keys';
import { type KeyedRouter, keyedClients } from './keyed-client';
import { CLIENT_KEY_RULES } from './rules';

/** @param router whose clients hold the keys */
export function keyFindings(keys: ClientKeys, router: Omit<KeyedRouter, 'clients'>, environment: Environment): UnplacedFinding[] {
  const clients = keyedClients({ ...router, clients: keys.all() });
  return [...keys.findings(), ...clients.flatMap((client) => evaluateRules(CLIENT_KEY_RULES, client, { environment }))];
}
