/** What is offered in the place of a wrong address or day: nothing that is made up, and nothing in the words of a library. */
import { Cluster, ExternalHost, ExternalModel, Gpu, isFleetError, SecretRef, SessionStore } from 'cdktf-agent-fleet';

interface Told {
  readonly path: string;
  readonly prop: string | undefined;
  readonly allowed: string | undefined;
  readonly repairs: readonly unknown[];
}

function refused(make: () => unknown): readonly Told[] {
  try {
    make();
  } catch (error) {
    if (!isFleetError(error)) throw error;
    return error.problems.map(({ path, prop, allowed, repairs }) => ({ path, prop, allowed, repairs }));
  }
  throw new Error('it was not refused');
}

const key = SecretRef.existing('provider', 'key');
const host = (text: string) => () => new ExternalHost({ name: 'crm', host: text, cidrs: ['203.0.113.0/24'] });
const store = (text: string) => () => SessionStore.fromExisting({ host: text, cidr: '10.0.0.0/24' });

test.each([
  ['an address of IPv6', '2001:db8::1'],
  ['one in brackets', '[2001:db8::1]'],
  ['a template', '${data.crm.host}'],
  ['words', 'the crm of sales'],
])('of %s no other host is made', (_, text) => {
  for (const make of [host, store])
    expect(refused(make(text))).toEqual([
      expect.objectContaining({ prop: 'host', repairs: [expect.stringMatching(/^host: <a DNS name/)] }),
    ]);
});

test.each([
  ['https://crm.example.com/api', 'crm.example.com'],
  ['redis://Crm.example.com:6379', 'crm.example.com'],
  ['crm.example.com:443', 'crm.example.com'],
  ['crm.example.com/api', 'crm.example.com'],
  [' crm.example.com ', 'crm.example.com'],
])('of %s the host is offered', (text, offered) => {
  for (const make of [host, store]) expect(refused(make(text))[0]?.repairs).toEqual([`host: '${offered}'`]);
});

test.each([
  ['the metadata service', 'https://169.254.169.254/v1', ['url']],
  ['a Service of the cluster', 'https://llm.prod.svc/v1', ['url', 'cidrs']],
  ['a name of the own network', 'https://llm.corp/v1', ['cidrs']],
  ['another port without ranges', 'https://llm.example.com:8443/v1', ['cidrs']],
  ['no address', 'llm.example.com', ['url']],
  ['a port that no machine has', 'https://llm.example.com:99999/v1', ['url']],
])('an external model at %s is refused by the props that the user wrote', (_, url, props) => {
  const model = { model: 'm', key, maxContextTokens: 8_192, url };
  const makers = {
    openAiCompatible: () => ExternalModel.openAiCompatible(model),
    azure: () => ExternalModel.azure({ ...model, apiVersion: '1' }),
  };
  for (const [name, make] of Object.entries(makers)) {
    const told = refused(make);
    expect(told.map(({ prop }) => prop)).toEqual(props);
    expect(new Set(told.map(({ path }) => path))).toEqual(new Set([`ExternalModel.${name}`]));
  }
});

test.each([
  [
    'a price of a model',
    () => ExternalModel.openAi({ model: 'm', key, maxContextTokens: 1, costPerMillionTokens: { input: 1, output: 1, asOf: '2026-02-30' } }),
  ],
  ['the day of a plan', () => Cluster.fromKubeconfig({ context: 'c', planDate: 'tomorrow' })],
  [
    'a price of nodes',
    () =>
      Cluster.fromKubeconfig({ context: 'c', nodePools: { a: { gpu: Gpu.L40S, nodes: 1, usdPerGpuHour: 1, priceAsOf: '29.11.2026' } } }),
  ],
])('the day of %s that is none is told in words', (_, make) => {
  const [told] = refused(make);
  expect(JSON.stringify(told)).not.toMatch(/Invalid|ISO/);
  expect(JSON.stringify(told)).toContain('written as 2026-11-29');
});
