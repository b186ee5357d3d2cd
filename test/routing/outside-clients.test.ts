/** Clients of a router that no construct of the app is: the way in, a key each, and pools that are sized for what they ask. */
import type { OutsideClientProps } from 'cdktf-agent-fleet';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import type { LiteLLMRouterProps } from '../../lib/routing/litellm/router-props';
import type { FleetTemplate } from '../../lib/testing';
import { client, manifest, pool, problemsOf, research, type Setting, type WithPod } from '../setup/research-stack';

const PORTAL = { namespace: 'web', pods: { app: 'portal' } } as const satisfies OutsideClientProps;
const CHAT = { sessions: 20, contextTokens: 8_000, perMinute: 2, outputTokens: 500 } as const;

function routed(setting: Setting, outsideClients: Readonly<Record<string, OutsideClientProps>>, props: Partial<LiteLLMRouterProps> = {}) {
  const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, outsideClients, ...props });
  router.addRoute({ alias: 'chat', pool: pool(setting, 'workers') });
  router.addRoute({ alias: 'planner', pool: pool(setting, 'planner') });
  return router;
}

const synthesized = (outsideClients: Readonly<Record<string, OutsideClientProps>>, props: Partial<LiteLLMRouterProps> = {}) =>
  research((setting) => void routed(setting, outsideClients, props));

interface Policy {
  readonly spec: { readonly ingress?: readonly { readonly from: readonly object[]; readonly ports: readonly object[] }[] };
}

const waysIn = (template: FleetTemplate): object[] =>
  template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('router-from-'))
    .flatMap((one) => (one as unknown as Policy).spec.ingress ?? [])
    .filter(({ from }) => !JSON.stringify(from).includes('prometheus'));

const rows = (template: FleetTemplate) =>
  JSON.parse(manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['clients.json'] ?? '[]') as object[];

test('the port of the router is open to them, and to nobody else', () => {
  const template = synthesized({ portal: PORTAL, gateway: { namespace: 'ingress' }, partners: { cidrs: ['10.30.0.0/16'] } });
  const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
  const ports = [{ port: 4000, protocol: 'TCP' }];
  expect(waysIn(template)).toEqual(
    expect.arrayContaining([
      { from: [{ ...namespace('web'), podSelector: { matchLabels: { app: 'portal' } } }], ports },
      { from: [namespace('ingress')], ports },
      { from: [{ ipBlock: { cidr: '10.30.0.0/16' } }], ports },
    ]),
  );
  expect(waysIn(template)).toHaveLength(3);
});

test('each has a key, which admits what it asks of its aliases', () => {
  const template = synthesized({ portal: { ...PORTAL, asks: { chat: CHAT } }, gateway: { namespace: 'ingress' } });
  const secrets = template.manifests().filter(({ kind }) => kind === 'ExternalSecret');
  expect(secrets.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['router-key-portal', 'router-key-gateway']));
  expect(rows(template)).toEqual([
    { name: 'gateway', variables: [expect.any(String)], models: ['chat', 'planner'] },
    {
      name: 'portal',
      variables: [expect.any(String)],
      models: ['chat'],
      maxParallelRequests: 20,
      requestsPerMinute: 80,
      tokensPerMinute: 640_000,
    },
  ]);
});

test('clientKeys say their limits as those of any client', () => {
  const clientKeys = { portal: { models: ['planner'], requestsPerMinute: 5, expires: '2027-01-31' } };
  expect(rows(synthesized({ portal: PORTAL }, { clientKeys }))).toEqual([
    { name: 'portal', variables: [expect.any(String)], ...clientKeys.portal, expires: '2027-01-31T00:00:00+00:00' },
  ]);
});

test('pools are sized for what they ask, and the plan says whose sessions these are', () => {
  research((setting) => {
    const workers = pool(setting, 'workers');
    const router = new LiteLLMRouter(setting.stack, 'router', {
      cluster: setting.cluster,
      outsideClients: { portal: { ...PORTAL, asks: { chat: CHAT } } },
    });
    router.addRoute({ alias: 'chat', pool: workers });
    router.addRoute({ alias: 'chat', pool: workers });
    expect(workers.view().demand.planned).toEqual([
      expect.objectContaining({
        fleet: 'portal',
        role: 'chat',
        sessions: 20,
        contextTokens: 8_000,
        formula: '20 sessions of portal',
        rate: { requestsPerSecond: 20 / 30, inputTokens: 7_500, outputTokens: 500 },
      }),
    ]);
  });
  const found = problemsOf((setting) => void routed(setting, { portal: { ...PORTAL, asks: { chat: { ...CHAT, sessions: 5_000 } } } }));
  expect(found.filter(({ path, severity }) => path === 'research/workers' && severity === 'error')).not.toEqual([]);
});

test('a group of pools divides what they ask', () => {
  research((setting) => {
    const pools = ['one', 'other'].map((name) => pool(setting, name));
    const router = new LiteLLMRouter(setting.stack, 'router', {
      cluster: setting.cluster,
      outsideClients: { portal: { ...PORTAL, asks: { chat: CHAT } } },
    });
    for (const one of pools) router.addRoute({ alias: 'chat', pool: one, group: true });
    expect(pools.map((one) => one.view().demand.planned.map(({ sessions }) => sessions))).toEqual([[10], [10]]);
  });
});

test('what a key may ask for changes without new pods of the router: the check reads it again', () => {
  const limited = (requestsPerMinute: number) => synthesized({ portal: PORTAL }, { clientKeys: { portal: { requestsPerMinute } } });
  const [before, after] = [limited(10), limited(11)];
  const podsOf = (template: FleetTemplate) => manifest<WithPod>(template, 'Deployment', 'router').spec.template;
  expect(rows(before)).not.toEqual(rows(after));
  expect(podsOf(before)).toEqual(podsOf(after));
});

test.each<[string, OutsideClientProps, RegExp]>([
  ['neither pods nor addresses', {}, /namespace/],
  ['both', { namespace: 'web', cidrs: ['10.0.0.0/8'] }, /namespace/],
  ['labels of nowhere', { pods: { app: 'portal' }, cidrs: ['10.0.0.0/8'] }, /namespace/],
  ['every address', { cidrs: ['0.0.0.0/1', '::/0'] }, /cidrs/],
  ['a rate without an answer', { ...PORTAL, asks: { chat: { sessions: 1, contextTokens: 100, perMinute: 1 } } }, /perMinute/],
  ['an answer that is the whole context', { ...PORTAL, asks: { chat: { ...CHAT, outputTokens: 8_000 } } }, /outputTokens/],
])('refused: %s', (_, props, prop) => {
  const found = problemsOf((setting) => void routed(setting, { portal: props }));
  expect(found.filter(({ code }) => code === 'AF-SPEC-001').map((problem) => problem.prop ?? '')).toContainEqual(
    expect.stringMatching(prop),
  );
});

test('AF-RTE-073: an alias that the router does not serve', () => {
  const found = problemsOf((setting) => void routed(setting, { portal: { ...PORTAL, asks: { chta: CHAT } } }));
  expect(found).toContainEqual(expect.objectContaining({ code: 'AF-RTE-073', prop: 'outsideClients.portal.asks', value: 'chta' }));
});

test('AF-RTE-074: the name of a workload that is wired', () => {
  const found = problemsOf((setting) => routed(setting, { agents: PORTAL }).admit(client(setting, 'agents')));
  expect(found).toContainEqual(expect.objectContaining({ code: 'AF-RTE-074', prop: 'outsideClients.agents' }));
});
