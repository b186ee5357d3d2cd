/** Services, network policies and ingresses. */
import {
  block,
  blocks,
  type Field,
  flag,
  intOrString,
  isRecord,
  named,
  sentFlag,
  sentText,
  type Table,
  text,
  textMap,
  textSet,
  texts,
  whole,
  wholeText,
} from '../field';
import { labelSelector } from './metadata';

const SERVICE_PORT: Table = {
  app_protocol: text(),
  name: text(),
  node_port: whole(),
  port: whole(),
  protocol: text('TCP'),
  target_port: intOrString(),
};

const anyServiceSpec = block({
  cluster_ip: named('clusterIP', text()),
  cluster_ips: named('clusterIPs', texts),
  external_ips: named('externalIPs', textSet),
  external_name: text(),
  external_traffic_policy: text(),
  health_check_node_port: whole(),
  internal_traffic_policy: text(),
  ip_families: texts,
  ip_family_policy: text(),
  load_balancer_class: text(),
  load_balancer_ip: named('loadBalancerIP', text()),
  load_balancer_source_ranges: textSet,
  port: blocks('ports', SERVICE_PORT),
  publish_not_ready_addresses: flag(),
  selector: textMap,
  session_affinity: text('None'),
  session_affinity_config: block({ client_ip: named('clientIP', block({ timeout_seconds: wholeText })) }),
  type: text('ClusterIP'),
  allocate_load_balancer_node_ports: sentFlag(true),
});

/** Fields that the provider sends for load balancers alone. */
const LOAD_BALANCER_ONLY = ['allocateLoadBalancerNodePorts', 'loadBalancerClass'];

export const serviceSpec: Field = {
  read: (value, at) => {
    const spec = anyServiceSpec.read(value, at);
    if (!isRecord(spec) || spec['type'] === 'LoadBalancer') return spec;
    return Object.fromEntries(Object.entries(spec).filter(([key]) => !LOAD_BALANCER_ONLY.includes(key)));
  },
};

const POLICY_PORT: Table = { end_port: whole(), port: intOrString(), protocol: text('TCP') };
const PEER: Table = {
  ip_block: block({ cidr: text(), except: texts }),
  namespace_selector: labelSelector,
  pod_selector: labelSelector,
};
const policyPorts = blocks(undefined, POLICY_PORT);
const peers = blocks(undefined, PEER);

export const networkPolicySpec = block({
  pod_selector: labelSelector,
  policy_types: texts,
  ingress: blocks(undefined, { from: peers, ports: policyPorts }),
  egress: blocks(undefined, { ports: policyPorts, to: peers }),
});

const ingressBackend = block({
  resource: block({ api_group: sentText(), kind: text(), name: text() }),
  service: block({ name: text(), port: block({ name: text(), number: whole() }) }),
});

export const ingressSpec = block({
  default_backend: ingressBackend,
  ingress_class_name: text(),
  rule: blocks('rules', {
    host: text(),
    http: block({ path: blocks('paths', { backend: ingressBackend, path: text(), path_type: text('ImplementationSpecific') }) }),
  }),
  tls: blocks(undefined, { hosts: texts, secret_name: text() }),
});
