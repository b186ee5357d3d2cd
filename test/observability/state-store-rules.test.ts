/** State stores are watched as they are made: with a pooler or without, with an archive or without, of a fleet or of its router. */
import { SecretRef } from '../../lib/core/secret-ref';
import type { AlertRule } from '../../lib/observability/rule';
import { stateStoreRules } from '../../lib/observability/state-store-rules';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { ExternalHost } from '../../lib/services/external-host';
import { StateStore } from '../../lib/stores/state-store';
import type { StateStoreProps } from '../../lib/stores/state-store-props';
import { manifest, research } from '../setup/research-stack';
import { watchedCrew } from '../setup/watched-crew';

const ARCHIVE = {
  to: new ExternalHost({ name: 'backups', host: 's3.eu-central-1.amazonaws.com', cidrs: ['203.0.113.0/24'], region: 'eu-central-1' }),
  bucket: 'backups',
  accessKeyId: SecretRef.existing('backups', 'id'),
  secretAccessKey: SecretRef.existing('backups', 'key'),
};

/** The alerts of a store with these props. */
function alertsOf(props: Partial<StateStoreProps>): AlertRule[] {
  let rules: readonly object[] = [];
  research(({ stack, cluster }) => {
    rules = stateStoreRules(new StateStore(stack, 'state', { cluster, ...props }).observed).rules;
  });
  return rules as AlertRule[];
}

const named = (alerts: readonly AlertRule[]) => [...new Set(alerts.map(({ alert }) => alert.replace('AgentFleet', '')))];
/** The connections at which the alert begins, warning and critical. */
const many = (props: Partial<StateStoreProps>) =>
  alertsOf(props)
    .filter(({ alert }) => alert === 'AgentFleetStateConnectionsHigh')
    .map(({ expr }) => Number(expr.split('>= ')[1]));

const SERVERS = ['StateStoreDown', 'StateConnectionsHigh', 'StateDiskFull'];

test.each<[string, Partial<StateStoreProps>, readonly string[]]>([
  ['by itself', {}, SERVERS],
  ['with an archive', { backups: ARCHIVE }, [...SERVERS, 'StateArchiveFailing', 'StateBackupMissing', 'StateBackupUnknown']],
  ['behind a pooler', { pooler: {} }, [...SERVERS, 'PoolerDown', 'PoolerWaiting', 'PoolerClientsHigh']],
])('a store %s has alerts about what it has', (_how, props, alerts) => expect(named(alertsOf(props))).toEqual(alerts));

test('connections are many at 80 % of those that clients may open, and behind a pooler above those of its own', () => {
  expect(many({})).toEqual([78, 93]);
  expect(many({ maxConnections: 400 })).toEqual([318, 378]);
  expect(many({ pooler: { serverConnections: 10 } })).toEqual([78, 93]);
  // Three pods, one of them a successor, open 90.
  expect(many({ pooler: {} })).toEqual([95, 97]);
});

test('clients of a pooler are many where few more are taken', () => {
  const clients = alertsOf({ pooler: { clientConnections: 500 } }).filter(({ alert }) => alert === 'AgentFleetPoolerClientsHigh');
  expect(clients.map(({ expr }) => Number(expr.split('> ')[1]))).toEqual([400, 475]);
});

/** When a copy is old, in seconds, and how long there may be none, in minutes. */
const copies = (props: Partial<StateStoreProps>) => {
  const [old, never] = alertsOf(props).filter(({ alert }) => alert === 'AgentFleetStateBackupMissing');
  return [Number(old?.expr.split(' > ').at(-1)), never?.for];
};

test('a whole copy is missing when its schedule, the copy of a full volume at 20 MiB/s and an hour have passed', () => {
  expect(copies({ backups: ARCHIVE })).toEqual([86_400 + 1_024 + 3_600, '78m']);
  expect(copies({ backups: { ...ARCHIVE, schedule: '0 0 2 * * 0' }, storageGiB: 1_000 })).toEqual([7 * 86_400 + 51_200 + 3_600, '914m']);
});

describe('a fleet and its router', () => {
  const { template } = watchedCrew(({ stack, cluster }) => {
    const database = new StateStore(stack, 'keys', { cluster });
    return { stateStore: new StateStore(stack, 'state', { cluster }), router: new LiteLLMRouter(stack, 'router', { cluster, database }) };
  });

  test('have their stores watched, each once', () => {
    const { spec } = manifest<{ spec: { groups: { name: string }[] } }>(template, 'PrometheusRule', 'watch');
    const groups = spec.groups.map(({ name }) => name).filter((name) => name.includes('state-store'));
    expect(groups).toEqual(['state-state-store', 'keys-state-store']);
  });

  test('have the servers scraped, and not the pods of a pooler a second time, which have the label of the servers', () => {
    expect(manifest(template, 'PodMonitor', 'state')['spec']).toEqual({
      selector: { matchLabels: { 'cnpg.io/cluster': 'state', 'cnpg.io/podRole': 'instance' } },
      podMetricsEndpoints: [{ port: 'metrics', path: '/metrics', interval: '15s' }],
    });
  });
});
