/**
 * Who may call a workload of the mesh, as Istio is told it: the port of the tunnel is one for all ports of a pod, so that network policies no longer tell them apart, and these do. Fields and their meaning: security/v1beta1 of
 * istio/api (July 2026), and how a ztunnel takes them: pilot/pkg/serviceregistry/ambient/authorization.go of istio/istio@86c9f01f.
 */
import type { CustomObject } from '../../terraform/custom-objects';
import { MANAGED_BY } from '../labels';

const API_VERSION = 'security.istio.io/v1';

/** Who calls. */
export interface AdmittedCaller {
  /** `namespace/name` of a service account, every pod of a namespace, or pods without an identity. */
  readonly by: { readonly serviceAccount: string } | { readonly namespace: string } | 'plain text';
  /** Ports of the pods that are called; every one where it is empty. */
  readonly ports: readonly number[];
}

interface Named {
  readonly name: string;
  readonly namespace: string;
}

const metadata = ({ name, namespace }: Named) => ({ name, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } });

/** Nobody is admitted but whom a workload admits, and nothing in plain text but where a workload says so. */
export const closedNamespace = (namespace: string): readonly CustomObject[] => [
  { apiVersion: API_VERSION, kind: 'AuthorizationPolicy', metadata: metadata({ name: 'allow-nothing', namespace }), spec: {} },
  {
    apiVersion: API_VERSION,
    kind: 'PeerAuthentication',
    metadata: metadata({ name: 'default', namespace }),
    spec: { mtls: { mode: 'STRICT' } },
  },
];

/** A workload by its pods. */
export interface CalledPods extends Named {
  readonly selector: Readonly<Record<string, string>>;
}

export const authorizationPolicy = (called: CalledPods, callers: readonly AdmittedCaller[]): CustomObject => ({
  apiVersion: API_VERSION,
  kind: 'AuthorizationPolicy',
  metadata: metadata(called),
  spec: {
    selector: { matchLabels: { ...called.selector } },
    action: 'ALLOW',
    rules: callers.map(({ by, ports }) => ({
      from: [{ source: sourceOf(by) }],
      ...(ports.length === 0 ? {} : { to: [{ operation: { ports: ports.map(String) } }] }),
    })),
  },
});

function sourceOf(by: AdmittedCaller['by']) {
  if (by === 'plain text') return { notPrincipals: ['*'] };
  return 'namespace' in by ? { namespaces: [by.namespace] } : { serviceAccounts: [by.serviceAccount] };
}

/** Nothing in plain text but on the ports of those who are not in the mesh. */
export function peerAuthentication(called: CalledPods, callers: readonly AdmittedCaller[]): CustomObject {
  const plain = [...new Set(callers.flatMap(({ by, ports }) => (by === 'plain text' ? ports : [])))].sort((one, other) => one - other);
  return {
    apiVersion: API_VERSION,
    kind: 'PeerAuthentication',
    metadata: metadata(called),
    spec: {
      selector: { matchLabels: { ...called.selector } },
      mtls: { mode: 'STRICT' },
      ...(plain.length === 0 ? {} : { portLevelMtls: Object.fromEntries(plain.map((port) => [String(port), { mode: 'PERMISSIVE' }])) }),
    },
  };
}
