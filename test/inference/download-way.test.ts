/** Where variables of a pool lead the download of its weights, held against what the network policies of its pods open. */
import { type ClusterProps, Weights } from 'cdktf-agent-fleet';
import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';
import { pool, research } from '../setup/research-stack';

function closed(env: Readonly<Record<string, string>>, options: ClusterProps = {}, weights?: Weights): readonly Finding[] {
  try {
    research((setting) => void pool(setting, 'planner', { env, ...(weights === undefined ? {} : { weights }) }), options);
    return [];
  } catch (error) {
    if (!isFleetError(error)) throw error;
    return error.problems.filter(({ code }) => code === 'AF-PLT-016');
  }
}

const PROXY: ClusterProps = { proxy: { https: 'http://proxy.example.com:3128', cidrs: ['10.0.0.9/32'] } };
const CILIUM: ClusterProps = { namedEgress: { policies: 'cilium', modelHub: ['hub.example.com', '*.cdn.example.com'] } };
const STARS: ClusterProps = { namedEgress: { policies: 'cilium', modelHub: ['a*b*c.example.com'] } };

test.each([
  ['a Service of the cluster', 'http://hub.models.svc:8080', {}],
  ['a Service of the cluster by https', 'https://hub.models.svc.cluster.local', {}],
  ['a name of the namespace', 'https://hub', {}],
  ['a private name', 'https://hub.corp', {}],
  ['a private address', 'https://10.1.2.3', {}],
  ['an address of another family', 'https://[2001:db8::1]', {}],
  ['another port', 'https://hub.example.com:8443', {}],
  ['no encryption', 'http://hub.example.com', {}],
  ['no address', 'hub.example.com', {}],
  ['a host that nobody named', 'https://mirror.example.com', CILIUM],
  ['a name below one that is named', 'https://a.b.cdn.example.com', CILIUM],
  ['a name that lacks a part between stars', 'https://a-c.example.com', STARS],
  ['a name that ends otherwise than its pattern', 'https://abcd.example.com', STARS],
  ['a Service behind the proxy', 'http://hub.models.svc', PROXY],
])('a hub at %s is refused: %s', (_, HF_ENDPOINT, options: ClusterProps) => {
  const [finding, ...others] = closed({ HF_ENDPOINT }, options);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ prop: 'env.HF_ENDPOINT', value: HF_ENDPOINT, path: 'research/planner' });
});

test.each<[string, ClusterProps]>([
  ['https://hub.example.com', {}],
  ['https://hub.example.com', CILIUM],
  ['https://eu.cdn.example.com', CILIUM],
  ['https://abc.example.com', STARS],
  ['https://a-b-b-c.example.com', STARS],
  ['https://203.0.113.7', {}],
  ['http://hub.corp:8080', PROXY],
])('%s is reached', (HF_ENDPOINT, options) => {
  expect(closed({ HF_ENDPOINT }, options)).toEqual([]);
});

test('nobody asks where nothing is downloaded', () => {
  expect(closed({ HF_ENDPOINT: 'http://hub.models.svc:8080' }, {}, Weights.existingClaim('weights'))).toEqual([]);
});

test('a Job that fills a claim is led as pods are', () => {
  expect(closed({ HF_ENDPOINT: 'http://hub.models.svc:8080' }, {}, Weights.claim())).toHaveLength(1);
});

test('a proxy is a prop of the cluster', () => {
  const [finding] = closed({ HTTPS_PROXY: 'http://proxy.example.com:3128' });
  expect(finding?.repairs).toEqual([
    "proxy: { https: 'http://proxy.example.com:3128', cidrs: ['<addresses of the proxy>/32'] } on the Cluster, and remove env.HTTPS_PROXY",
  ]);
  expect(closed({ HTTPS_PROXY: 'http://proxy.example.com:3128' }, PROXY)).toEqual([]);
  expect(closed({ https_proxy: 'http://other.example.com:3128' }, PROXY)).toHaveLength(1);
});
