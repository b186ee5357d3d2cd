/** The namespace of a stack: Pod Security "restricted", everything denied on the network but name resolution. */
import { Construct } from 'constructs';
import { physicalName } from '../core/names';
import type { TerraformStack } from '../terraform/engine';
import { NamespaceV1, NetworkPolicyV1 } from '../terraform/kubernetes';
import { MANAGED_BY } from './labels';

/** Version of the Pod Security standard that the namespace pins, so that a cluster upgrade does not change what is admitted. */
const POD_SECURITY_VERSION = 'v1.34';

/** Where the cluster resolves names: CoreDNS pods, a node-local cache, or OpenShift's own. */
export type ClusterDns = 'kube-dns' | 'node-local' | 'openshift';

export interface FleetNamespaceProps {
  readonly name: string;
  readonly dns: ClusterDns;
}

export class FleetNamespace extends Construct {
  /** The one namespace object of a stack and name, made on first use. */
  static of(stack: TerraformStack, props: FleetNamespaceProps): FleetNamespace {
    const id = `namespace-${props.name}`;
    const existing = stack.node.tryFindChild(id);
    return existing instanceof FleetNamespace ? existing : new FleetNamespace(stack, id, props);
  }

  /** Name that a stack's namespace has unless the user names another. */
  static defaultName(stack: TerraformStack): string {
    const label = stack.node.id
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '');
    return physicalName([label === '' ? 'fleet' : label]);
  }

  readonly name: string;
  /** Resource that everything in the namespace depends on. */
  readonly resource: NamespaceV1;

  private constructor(stack: TerraformStack, id: string, props: FleetNamespaceProps) {
    super(stack, id);
    this.name = props.name;
    this.resource = new NamespaceV1(this, 'Resource', { metadata: { name: props.name, labels: namespaceLabels() } });
    this.denyEverything(props.name);
    this.allowNameResolution(props);
  }

  private denyEverything(namespace: string): void {
    new NetworkPolicyV1(this, 'default-deny', {
      metadata: { name: 'default-deny', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      dependsOn: [this.resource],
    });
  }

  private allowNameResolution({ name, dns }: FleetNamespaceProps): void {
    new NetworkPolicyV1(this, 'allow-dns', {
      metadata: { name: 'allow-dns', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [dnsRule(dns)] },
      dependsOn: [this.resource],
    });
  }
}

function namespaceLabels(): Record<string, string> {
  const modes = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, POD_SECURITY_VERSION],
  ]);
  return { ...Object.fromEntries(modes), 'app.kubernetes.io/managed-by': MANAGED_BY };
}

function dnsRule(dns: ClusterDns) {
  const port = dns === 'openshift' ? '5353' : '53';
  const namespace = dns === 'openshift' ? 'openshift-dns' : 'kube-system';
  const pods = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: {
      matchLabels: dns === 'openshift' ? { 'dns.operator.openshift.io/daemonset-dns': 'default' } : { 'k8s-app': 'kube-dns' },
    },
  };
  return {
    to: [pods, ...(dns === 'node-local' ? [{ ipBlock: { cidr: '169.254.20.10/32' } }] : [])],
    ports: [
      { port, protocol: 'UDP' },
      { port, protocol: 'TCP' },
    ],
  };
}
