/** Alerts on the session stores of fleets: full memory, keys that are dropped, a log that is not written, no server. */
import type { ObservedStore } from '../stores/contract';
import { type AlertRule, type AlertSeverity, EVALUATION_INTERVAL, type RuleGroup } from './rule';

/** Shares of the memory that data may take. */
const FULL_WARNING = 0.85;
const FULL_CRITICAL = 0.95;

type Rule = Omit<AlertRule, 'alert' | 'labels'>;

export function storeRules(store: ObservedStore): RuleGroup {
  const { name, namespace } = store.scraped.workload;
  const labels = { namespace: namespace.name, store: name };
  const make = (alert: string, severity: AlertSeverity, rule: Rule): AlertRule => ({
    alert: `AgentFleet${alert}`,
    ...rule,
    labels: { ...labels, severity },
  });
  return {
    name: `${name}-store`,
    interval: EVALUATION_INTERVAL,
    rules: [
      make('StoreFull', 'warning', full(store, name, FULL_WARNING)),
      make('StoreFull', 'critical', full(store, name, FULL_CRITICAL)),
      make('StoreEvicts', 'warning', evicts(store, name)),
      make('StoreLogNotWritten', 'critical', logNotWritten(store, name)),
      make('StoreDown', 'critical', down(store, name)),
    ],
  };
}

const full = ({ usedBytes, mostBytes }: ObservedStore, name: string, share: number): Rule => ({
  expr: `max(${usedBytes}) / (max(${mostBytes}) > 0) > ${share}`,
  for: '5m',
  annotations: {
    summary: `${name}: the store is ${Math.round(share * 100)} % full`,
    description:
      'Data takes {{ $value | humanizePercentage }} of the memory it may take. Then keys with an expiry are dropped before their time, and writes are refused where there are none.',
  },
});

const evicts = ({ evicted }: ObservedStore, name: string): Rule => ({
  expr: `sum(rate(${evicted}[10m])) > 0`,
  for: '5m',
  annotations: {
    summary: `${name}: keys are dropped before their time`,
    description: 'The memory is full and {{ $value | humanize }} keys a second are dropped: sessions forget what they held.',
  },
});

const logNotWritten = ({ writesLog }: ObservedStore, name: string): Rule => ({
  expr: `min(${writesLog}) == 0`,
  for: '1m',
  annotations: {
    summary: `${name}: the log is not written`,
    description:
      'The last write to the log failed, most often because the disk is full: the store refuses writes, and what it holds since is lost with it.',
  },
});

const down = ({ up }: ObservedStore, name: string): Rule => ({
  expr: `(max(${up}) or vector(0)) == 0`,
  for: '3m',
  annotations: {
    summary: `${name}: no store answers`,
    description:
      'The session store does not answer: agents lose their sessions, tasks of its streams wait, and routers count for themselves.',
  },
});
