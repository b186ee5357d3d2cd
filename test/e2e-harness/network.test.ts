import { Testing } from 'cdktf';
import { deadEdges } from '../../e2e/checks/edges';
import { checkNetwork } from '../../e2e/checks/network';
import { checkWiring } from '../../e2e/checks/wiring';
import type { KubeObject } from '../../e2e/cluster/kube-object';
import { everyPod } from '../../e2e/openshift/app/every-pod';
import { FleetTemplate } from '../../lib/testing/fleet-template';

const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'crew' } };

function pod(name: string, port: number, env: Record<string, string> = {}): KubeObject {
  const container = {
    name,
    ports: [{ name: 'http', containerPort: port }],
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
  };
  const template = { metadata: { labels: { app: name } }, spec: { containers: [container] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'crew' }, spec: { template } };
}

const service = (name: string, port: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'crew' },
  spec: { selector: { app: name }, ports: [{ port, targetPort: 'http' }] },
});

function policy(name: string, spec: Record<string, unknown>): KubeObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'crew' }, spec };
}

const deny = policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const dns = policy('dns', {
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
      ],
      ports: [{ port: 53, protocol: 'UDP' }],
    },
  ],
});
const out = policy('caller-out', {
  podSelector: { matchLabels: { app: 'caller' } },
  policyTypes: ['Egress'],
  egress: [{ to: [{ podSelector: { matchLabels: { app: 'engine' } } }], ports: [{ port: 8000 }] }],
});
const inward = policy('engine-in', {
  podSelector: { matchLabels: { app: 'engine' } },
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ podSelector: { matchLabels: { app: 'caller' } } }], ports: [{ port: 'http' }] }],
});
const caller = pod('caller', 9000, { BASE_URL: 'http://engine.crew.svc.cluster.local:80/v1' });
const engine = pod('engine', 8000);
const all = [namespace, caller, engine, service('engine', 80), deny, dns, out, inward];
const without = (object: KubeObject): KubeObject[] => all.filter((candidate) => candidate !== object);

describe('network policies, evaluated', () => {
  test('a call that is open on both ends, with names resolved, raises no alarm', () => {
    expect(checkNetwork(all)).toEqual([]);
  });

  test('a call is judged by the port of the pod, not by the port of the service', () => {
    expect(checkNetwork(without(out))).toEqual(['Deployment crew/caller → Deployment crew/engine:8000: closed at the caller']);
  });

  test('an end that is closed is named', () => {
    expect(checkNetwork(without(inward))).toEqual(['Deployment crew/caller → Deployment crew/engine:8000: closed at the called']);
  });

  test('a namespace that does not deny by default is named once', () => {
    expect(checkNetwork([namespace, engine])).toEqual(['namespace crew does not deny by default']);
  });

  test('a download reaches the hub by its name, where a policy of Cilium says so for its pods', () => {
    const download = pod('download', 9001);
    const named = (app: string, host: string): KubeObject => ({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'names', namespace: 'crew' },
      spec: { endpointSelector: { matchLabels: { app } }, egress: [{ toFQDNs: [{ matchPattern: '*.hf.co' }, { matchName: host }] }] },
    });
    const closed = ['Deployment crew/download downloads, and its way to the hub is closed'];
    expect(checkNetwork([...all, download, named('download', 'huggingface.co')])).toEqual([]);
    expect(checkNetwork([...all, download, named('download', 'hub.example.com')])).toEqual(closed);
    expect(checkNetwork([...all, download, named('caller', 'huggingface.co')])).toEqual(closed);
  });

  test('without names nothing works', () => {
    expect(checkNetwork(without(dns))).toEqual([
      'Deployment crew/caller cannot resolve names: port 53 of kube-dns is closed',
      'Deployment crew/engine cannot resolve names: port 53 of kube-dns is closed',
    ]);
  });

  test('a peer in another namespace is not selected by labels alone', () => {
    const elsewhere: KubeObject = { ...engine, metadata: { name: 'engine', namespace: 'other' } };
    const objects = [...without(engine), elsewhere, { ...namespace, metadata: { name: 'other' } }];
    expect(checkNetwork(objects)).toContain('namespace other does not deny by default');
  });

  test('what Prometheus is to scrape must be open for its namespace', () => {
    const monitor: KubeObject = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: 'engine', namespace: 'crew' },
      spec: { selector: { matchLabels: { app: 'engine' } }, podMetricsEndpoints: [{ port: 'http' }] },
    };
    expect(checkNetwork([...all, monitor])).toEqual(['Prometheus in namespace monitoring cannot scrape Deployment crew/engine:8000']);
  });
});

describe('who reaches whom outside', () => {
  const internet = (app: string, cidr = '0.0.0.0/0', except: string[] = ['169.254.0.0/16']) =>
    policy(`${app}-out`, {
      podSelector: { matchLabels: { app } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr, except } }], ports: [{ port: 443 }, { port: 80 }] }],
    });
  const labelled = (object: KubeObject, containerName: string): KubeObject => {
    const copy = structuredClone(object) as KubeObject & {
      spec: { template: { metadata: { labels: Record<string, string> }; spec: { containers: { name: string }[] } } };
    };
    copy.spec.template.metadata.labels['app.kubernetes.io/component'] = 'inference';
    for (const container of copy.spec.template.spec.containers) container.name = containerName;
    return copy;
  };
  const serving = labelled(engine, 'vllm');

  test('an engine that loads nothing may not reach the internet', () => {
    const objects = [...without(engine), serving];
    expect(checkNetwork([...objects, internet('engine')])).toEqual(['Deployment crew/engine loads nothing and reaches the internet']);
    expect(checkNetwork([...objects, internet('engine', '10.0.0.0/8')])).toEqual([]);
  });

  test('who downloads must', () => {
    const loading = labelled(engine, 'download');
    expect(checkNetwork([...without(engine), loading])).toEqual(['Deployment crew/engine downloads, and its way to the hub is closed']);
    expect(checkNetwork([...without(engine), loading, internet('engine')])).toEqual([]);
  });

  test('no pod reaches the metadata service of the cloud', () => {
    expect(checkNetwork([...all, internet('engine', '0.0.0.0/0', [])])).toEqual([
      'Deployment crew/engine reaches the metadata service of the cloud',
    ]);
  });

  test('a neighbour of Prometheus is not Prometheus', () => {
    const scrape = (from: object) =>
      policy('scrape', {
        podSelector: { matchLabels: { app: 'engine' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [from], ports: [{ port: 8000 }] }],
      });
    const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
    expect(checkNetwork([...all, scrape(monitoring)])).toEqual([
      'any pod of monitoring may call Deployment crew/engine:8000, not Prometheus alone',
    ]);
    expect(
      checkNetwork([...all, scrape({ ...monitoring, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } })]),
    ).toEqual([]);
  });
});

describe('ways that one end alone opens', () => {
  test('are none where both say so', () => {
    expect(deadEdges(all)).toEqual([]);
  });

  test('are named with the end that is closed', () => {
    const way = 'Deployment crew/caller → Deployment crew/engine:8000';
    expect(deadEdges(without(out))).toEqual([`${way}: open at the called, closed at the caller`]);
    expect(deadEdges(without(inward))).toEqual([`${way}: open at the caller, closed at the called`]);
  });

  test('are those to ports where nothing listens, and to ports without a number', () => {
    const toPort = (port: unknown) => ({
      ...out,
      spec: { ...(out['spec'] as object), egress: [{ to: [{ podSelector: { matchLabels: { app: 'engine' } } }], ports: [{ port }] }] },
    });
    expect(deadEdges([...without(out), toPort(9000)]).join()).toMatch(/engine:9000: nothing listens there/);
    expect(deadEdges([...without(out), toPort('grpc')]).join()).toMatch(/engine:grpc: no such port/);
  });

  test('are those of every port that a rule without ports opens', () => {
    const open = { ...out, spec: { ...(out['spec'] as object), egress: [{ to: [{ podSelector: { matchLabels: { app: 'engine' } } }] }] } };
    expect(deadEdges([...without(out).filter((object) => object !== inward), open])).toEqual([
      'Deployment crew/caller → Deployment crew/engine:any port: open at the caller, closed at the called',
    ]);
  });

  test('does no construct open, those included whose pods an operator makes', () => {
    const app = Testing.app();
    everyPod(app, undefined);
    const objects = FleetTemplate.synth(app, 'every-pod').manifests() as unknown as KubeObject[];
    expect(objects.map(({ kind }) => kind)).toContain('RabbitmqCluster');
    expect(deadEdges(objects)).toEqual([]);
    expect(checkWiring(objects)).toEqual([]);
  });
});
