/** Alerts on the session stores of fleets: full memory, keys that are dropped, a log that is not written, no server. */
import type { ObservedStore } from '../stores/contract';
import { type AlertBody, type AlertRule, EVALUATION_INTERVAL, type MakeAlert, type RuleGroup } from './rule';
import { DISK_CRITICAL, DISK_WARNING, volumeFull } from './volume-rules';

/** Shares of the memory that data may take. */
export const FULL_WARNING = 0.85;
export const FULL_CRITICAL = 0.95;

/** cert-manager renews within minutes, and tries again for hours. */
const OVERDUE_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

type Certificate = NonNullable<ObservedStore['certificate']>;

export function storeRules(store: ObservedStore): RuleGroup {
  const { name, namespace } = store.scraped.workload;
  const labels = { namespace: namespace.name, store: name };
  const make: MakeAlert = (alert, severity, body) => ({ alert: `AgentFleet${alert}`, ...body, labels: { ...labels, severity } });
  return {
    name: `${name}-store`,
    interval: EVALUATION_INTERVAL,
    rules: [
      make('StoreFull', 'warning', full(store, name, FULL_WARNING)),
      make('StoreFull', 'critical', full(store, name, FULL_CRITICAL)),
      make('StoreEvicts', 'warning', evicts(store, name)),
      make('StoreLogNotWritten', 'critical', logNotWritten(store, name)),
      ...(store.shortensLog === undefined ? [] : [make('StoreLogNotShortened', 'warning', logNotShortened(store.shortensLog, name))]),
      make('StoreDown', 'critical', down(store, name)),
      ...diskRules(store, name, make),
      ...(store.certificate === undefined
        ? []
        : [
            make('CertificateNotRenewed', 'warning', notRenewed(store.certificate, name)),
            make('CertificateNotRenewed', 'critical', endsSoon(store.certificate, name)),
          ]),
    ],
  };
}

function diskRules({ volumes }: ObservedStore, name: string, make: MakeAlert): AlertRule[] {
  if (volumes === undefined) return [];
  const diskFull = volumeFull(volumes, { name, kind: 'session store', whenFull: 'its log is not written any more, and it refuses writes' });
  return [make('StoreDiskFull', 'warning', diskFull(DISK_WARNING)), make('StoreDiskFull', 'critical', diskFull(DISK_CRITICAL))];
}

const full = ({ usedBytes, mostBytes }: ObservedStore, name: string, share: number): AlertBody => ({
  expr: `max(${usedBytes}) / (max(${mostBytes}) > 0) > ${share}`,
  for: '5m',
  annotations: {
    summary: `${name}: the store is ${Math.round(share * 100)} % full`,
    description:
      'Data takes {{ $value | humanizePercentage }} of the memory it may take. Then keys with an expiry are dropped before their time, and writes are refused where there are none.',
  },
});

const evicts = ({ evicted }: ObservedStore, name: string): AlertBody => ({
  expr: `sum(rate(${evicted}[10m])) > 0`,
  for: '5m',
  annotations: {
    summary: `${name}: keys are dropped before their time`,
    description: 'The memory is full and {{ $value | humanize }} keys a second are dropped: sessions forget what they held.',
  },
});

const logNotWritten = ({ writesLog }: ObservedStore, name: string): AlertBody => ({
  expr: `min(${writesLog}) == 0`,
  for: '1m',
  annotations: {
    summary: `${name}: the log is not written`,
    description:
      'The last write to the log failed, most often because the disk is full: the store refuses writes, and what it holds since is lost with it.',
  },
});

/** The server tries again by itself, at first at once and then once an hour. */
const logNotShortened = (shortensLog: string, name: string): AlertBody => ({
  expr: `min(${shortensLog}) == 0`,
  for: '15m',
  annotations: {
    summary: `${name}: the log is not shortened`,
    description:
      'The log has grown, and could not be written anew without what is gone from memory: it goes on growing until the volume is full, and each start reads all of it.',
  },
});

const down = ({ up }: ObservedStore, name: string): AlertBody => ({
  expr: `(max(${up}) or vector(0)) == 0`,
  for: '3m',
  annotations: {
    summary: `${name}: no store answers`,
    description:
      'The session store does not answer: agents lose their sessions, tasks of its streams wait, and routers count for themselves.',
  },
});

/** A time of zero: it was not issued yet. How long before its end a certificate is renewed differs with its issuer. */
const overdue = ({ renewed }: Certificate): string => `(time() - (${renewed} > 0)) > ${OVERDUE_SECONDS}`;

const notRenewed = (certificate: Certificate, name: string): AlertBody => ({
  expr: overdue(certificate),
  for: '5m',
  annotations: {
    summary: `${name}: the certificate is not renewed`,
    description: 'cert-manager should have renewed it {{ $value | humanizeDuration }} ago. When it ends, no client connects any more.',
  },
});

const endsSoon = (certificate: Certificate, name: string): AlertBody => ({
  expr: `((${certificate.ends} > 0) - time()) < ${DAY_SECONDS} and ${overdue(certificate)}`,
  for: '5m',
  annotations: {
    summary: `${name}: the certificate ends within a day`,
    description:
      'It ends in {{ $value | humanizeDuration }}, and cert-manager did not renew it: then agents, routers and scaling lose the store.',
  },
});
