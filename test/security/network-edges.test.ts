/** Every edge that is asked for is open, whatever the names are: a policy that is silently left out shows only on the cluster. */
import { allowFromNamespace, allowFromPrometheus, allowToNamespace, connect } from '../../lib/security/network-edges';
import type { IReachable, Workload } from '../../lib/security/workload';
import { client, edgesOf, research, type Setting } from '../setup/research-stack';

/** Pods of another namespace, as the network sees them. */
function callee(setting: Setting, namespace: string, name: string, port = 80): IReachable {
  const own = client(setting);
  const place = Object.create(own.namespace, { name: { value: namespace } }) as Workload['namespace'];
  const workload: Workload = { ...own, name, namespace: place, selector: { 'app.kubernetes.io/name': name } };
  return { workload, port, host: `${name}.${namespace}.svc.cluster.local` };
}

/** Destinations that the egress policies of the agents name. */
function destinations(make: (setting: Setting, from: Workload) => void): string[] {
  const template = research((setting) => make(setting, client(setting)));
  const policies = template.manifests().filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('agents-to-'));
  return policies.map((policy) => JSON.stringify((policy['spec'] as { egress: unknown }).egress)).sort();
}

test('two workloads whose names join to the same text are both reached', () => {
  const found = destinations((setting, from) => {
    connect(from, callee(setting, 'a', 'b-c'));
    connect(from, callee(setting, 'a-b', 'c'));
  });
  expect(found).toHaveLength(2);
  expect(found.join()).toContain('"kubernetes.io/metadata.name":"a-b"');
  expect(found.join()).toContain('"app.kubernetes.io/name":"b-c"');
});

test('a second port of the same workload is reached, too', () => {
  const found = destinations((setting, from) => {
    for (const port of [80, 9090]) connect(from, callee(setting, 'tools', 'search', port));
  });
  expect(found.map((text) => /"port":"?(\d+)/.exec(text)?.[1]).sort()).toEqual(['80', '9090']);
});

test('a workload that is called like a port does not hide the namespace', () => {
  const found = destinations((setting, from) => {
    allowToNamespace(from, 'tools', 80);
    connect(from, callee(setting, 'tools', '80', 443));
  });
  expect(found).toHaveLength(2);
});

test('Prometheus and a whole namespace may be let in at the same port', () => {
  const prometheus = { monitoringNamespace: 'monitoring', prometheusLabels: { 'app.kubernetes.io/name': 'prometheus' } };
  const both = (first: 'namespace' | 'prometheus') =>
    research((setting) => {
      const to = client(setting);
      if (first === 'namespace') allowFromNamespace(to, 'monitoring', 8000);
      allowFromPrometheus(to, prometheus, 8000);
      if (first === 'prometheus') allowFromNamespace(to, 'monitoring', 8000);
    });
  for (const first of ['namespace', 'prometheus'] as const) expect(edgesOf(both(first), 'agents')).toHaveLength(2);
});

test('the same edge is one policy, under the name that it always had', () => {
  const template = research((setting) => {
    const from = client(setting);
    for (let time = 0; time < 3; time += 1) connect(from, callee(setting, 'tools', 'search'));
  });
  expect(edgesOf(template, 'agents')).toEqual(['agents-to-tools-search']);
});
