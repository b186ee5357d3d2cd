/** A host outside the cluster: what clients read, and what network policies can and cannot open. */
import { TerraformVariable } from 'cdktf';
import { SecretRef } from '../../lib/core/secret-ref';
import { ExternalHost } from '../../lib/services/external-host';
import type { ExternalHostProps } from '../../lib/services/external-host-props';
import { client, research, type Setting } from '../setup/research-stack';
import { problemsIn } from '../support/problems-in';

const CRM: ExternalHostProps = { name: 'crm', host: 'crm.example.com' };

/** What the egress policies of a client open. */
function opened(host: ExternalHost | ((setting: Setting) => ExternalHost)): unknown[] {
  const template = research((setting) => (typeof host === 'function' ? host(setting) : host).admit(client(setting)));
  return template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('agents-'))
    .flatMap((policy) => (policy['spec'] as { egress: { to: unknown[]; ports: { port: number }[] }[] }).egress)
    .map(({ to, ports }) => ({ to: to.flat(), ports: ports.map(({ port }) => port) }));
}

test('clients read its address', () => {
  expect(new ExternalHost(CRM).clientEnv()).toEqual({ CRM_HOST: 'crm.example.com', CRM_PORT: '443', CRM_URL: 'https://crm.example.com' });
  const key = SecretRef.existing('crm', 'token');
  const props = { ...CRM, port: 8443, cidrs: ['203.0.113.0/24'], path: '/api', key, env: { CRM_BASE: 'url', CRM_TOKEN: 'key' } } as const;
  expect(new ExternalHost(props).clientEnv()).toEqual({ CRM_BASE: 'https://crm.example.com:8443/api', CRM_TOKEN: key });
});

test('with ranges these are opened, and nothing else', () => {
  const host = new ExternalHost({ ...CRM, port: 8443, cidrs: ['203.0.113.0/24', '2001:db8::/32'] });
  expect(opened(host)).toEqual([
    { to: [{ ipBlock: { cidr: '2001:db8::/32' } }], ports: [8443] },
    { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [8443] },
  ]);
});

test('an address is its own range, on every port', () => {
  const host = new ExternalHost({ name: 'db', host: '10.20.0.7', port: 5432, scheme: 'postgresql' });
  expect(host.ranges).toEqual(['10.20.0.7/32']);
  expect(opened(host)).toEqual([{ to: [{ ipBlock: { cidr: '10.20.0.7/32' } }], ports: [5432] }]);
});

test('a name without ranges opens port 443 to public addresses, and keeps private ones and the metadata service closed', () => {
  const host = new ExternalHost(CRM);
  expect(host.ranges).toEqual([]);
  const [rule, ...others] = opened(host) as { to: { ipBlock: { cidr: string; except: string[] } }[]; ports: number[] }[];
  expect(others).toEqual([]);
  expect(rule?.ports).toEqual([443]);
  expect(rule?.to[0]?.ipBlock.cidr).toBe('0.0.0.0/0');
  expect(rule?.to[0]?.ipBlock.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '192.168.0.0/16', '169.254.0.0/16']));
});

test('a host may be known to Terraform alone', () => {
  const made = (more: Partial<ExternalHostProps>) => (setting: Setting) =>
    new ExternalHost({ name: 'db', host: new TerraformVariable(setting.stack, 'host', { type: 'string' }).stringValue, ...more });
  expect(opened(made({ cidrs: ['10.0.0.0/24'], port: 5432 }))).toHaveLength(1);
  expect(opened(made({}))).toHaveLength(1);
});

test.each<[string, unknown, string]>([
  ['a URL as host', { host: 'https://crm.example.com' }, 'host'],
  ['a host with its port', { host: 'crm.example.com:443' }, 'host'],
  ['a Service of the cluster', { host: 'qdrant.qdrant.svc.cluster.local' }, 'host'],
  ['a Service, with ranges', { host: 'qdrant.qdrant.svc', cidrs: ['10.0.0.0/24'] }, 'host'],
  ['the metadata service', { host: '169.254.169.254', port: 80 }, 'host'],
  ['a range that holds the metadata service', { cidrs: ['0.0.0.0/0'] }, 'cidrs.0'],
  ['no range among the ranges', { cidrs: [] }, 'cidrs'],
  ['an address as range', { cidrs: ['203.0.113.7'] }, 'cidrs.0'],
  ['ranges without the address', { host: '10.20.0.7', cidrs: ['10.21.0.0/24'] }, 'cidrs'],
  ['another port to nobody knows where', { port: 5432 }, 'cidrs'],
  ['a name inside a company', { host: 'crm.internal' }, 'cidrs'],
  ['a name without dots', { host: 'crm' }, 'cidrs'],
  ['a port beyond all ports', { port: 70_000 }, 'port'],
  ['an unknown prop', { ranges: ['10.0.0.0/8'] }, 'ranges'],
])('refused: %s', (_, fault, prop) => {
  const problems = (() => {
    return problemsIn(() => new ExternalHost({ ...CRM, ...(fault as object) }));
  })();
  expect(problems).toContainEqual(expect.objectContaining({ code: expect.stringMatching(/^AF-SPEC-00[12]$/), path: 'ExternalHost', prop }));
});
