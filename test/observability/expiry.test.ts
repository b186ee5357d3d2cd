/** What ends on a day is told before: keys of clients, and certificates that somebody renews. */
import { ruleGroups } from '../../lib/observability/rule-groups';
import { thresholdsSchema } from '../../lib/observability/thresholds';
import { Cluster } from '../../lib/platform/cluster';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { ObservedStore } from '../../lib/stores/contract';
import { SessionStore } from '../../lib/stores/session-store';
import { StoreTls } from '../../lib/stores/store-tls';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { client } from '../setup/research-stack';

const setting = () => ({ stack: new TerraformStack(Testing.app(), 'research'), cluster: Cluster.fromKubeconfig({ context: 'prod-eu' }) });
const alertsOf = (routers: Parameters<typeof ruleGroups>[2], stores: readonly ObservedStore[]) =>
  ruleGroups('research', [], routers, [], { stores, stateStores: [], vectorStores: [] }, [], { alerts: thresholdsSchema.parse({}) })
    .flatMap(({ rules }) => [...rules])
    .flatMap((rule) => ('alert' in rule ? [`${rule.alert.replace('AgentFleet', '')} ${rule.labels.severity} ${rule.expr}`] : []));

test('the key of a client that has a day is told two weeks and a day before it, and no other', () => {
  const given = setting();
  const router = new LiteLLMRouter(given.stack, 'router', { cluster: given.cluster, clientKeys: { agents: { expires: '2027-01-15' } } });
  for (const name of ['agents', 'others']) router.admit(client(given, name));
  expect(alertsOf([router.observed], []).filter((alert) => alert.startsWith('KeyExpires'))).toEqual([
    'KeyExpires warning vector(1799971200) - time() < 1209600',
    'KeyExpires critical vector(1799971200) - time() < 86400',
  ]);
});

test.each([
  ['that cert-manager issues is watched', StoreTls.issuer({ name: 'internal' }), 2],
  ['of the user is not', StoreTls.secret({ name: 'mine' }), 0],
])('a certificate %s', (_what, tls, count) => {
  const { stack, cluster } = setting();
  const { observed } = new SessionStore(stack, 'sessions', { cluster, tls });
  const found = alertsOf([], [observed]).filter((alert) => alert.startsWith('CertificateNotRenewed'));
  expect(found).toHaveLength(count);
  for (const alert of found) expect(alert).toMatch(/name="sessions-tls",namespace="research"} or .*exported_namespace="research"/);
});
