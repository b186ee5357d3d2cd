/** Keys of clients that end on a day: told two weeks before, and on the last day until another one is drawn. */
import type { ExpiringKey } from '../routing/contract';
import type { AlertRule, AlertSeverity } from './rule';

const DAY_SECONDS = 86_400;
/** Time to draw another key, and to have it accepted beside the one that ends. */
const WARNING_DAYS = 14;
const CRITICAL_DAYS = 1;

/** @param router name of the router that refuses them */
export function keyRules(keys: readonly ExpiringKey[], router: string, labels: Readonly<Record<string, string>>): AlertRule[] {
  return keys.flatMap(({ client, expires }) => {
    // No series says it: the day stands in the stack.
    const left = `vector(${Date.parse(expires) / 1_000}) - time()`;
    const make = (severity: AlertSeverity, days: number): AlertRule => ({
      alert: 'AgentFleetKeyExpires',
      expr: `${left} < ${days * DAY_SECONDS}`,
      for: '5m',
      labels: { ...labels, client, severity },
      annotations: {
        summary: `${router}: the key of ${client} ends on ${expires}`,
        description: `From ${expires} on, 00:00 UTC, the router refuses every request of ${client} with 401. Draw another key by a higher version, and accept both until all pods have it.`,
      },
    });
    return [make('warning', WARNING_DAYS), make('critical', CRITICAL_DAYS)];
  });
}
