/** Pods as provider 2.38 sends them (structures_pod.go, schema_pod_spec.go). */
import {
  block,
  blocks,
  flag,
  named,
  sentFlag,
  sentText,
  sentWhole,
  type Table,
  text,
  textMap,
  textSet,
  texts,
  whole,
  wholes,
  wholeText,
} from '../field';
import { affinity } from './affinity';
import { CONTAINER, seccompProfile, seLinuxOptions } from './container';
import { labelSelector, templateMetadata } from './metadata';
import { VOLUME } from './volume';

const SECURITY_CONTEXT: Table = {
  fs_group: wholeText,
  fs_group_change_policy: text(),
  run_as_group: wholeText,
  run_as_non_root: sentFlag(),
  run_as_user: wholeText,
  seccomp_profile: seccompProfile,
  se_linux_options: named('seLinuxOptions', seLinuxOptions),
  supplemental_groups: wholes,
  sysctl: blocks('sysctls', { name: text(), value: text() }),
};

const TOLERATION: Table = {
  effect: text(),
  key: text(),
  operator: text('Equal'),
  toleration_seconds: wholeText,
  value: text(),
};

const SPREAD: Table = {
  label_selector: labelSelector,
  match_label_keys: textSet,
  max_skew: whole(1),
  min_domains: whole(),
  node_affinity_policy: text(),
  node_taints_policy: text(),
  topology_key: text(),
  when_unsatisfiable: text('DoNotSchedule'),
};

const dnsConfig = block({
  nameservers: texts,
  option: blocks('options', { name: text(), value: sentText() }),
  searches: texts,
});

const podSpecTable = (restartPolicy: string): Table => ({
  active_deadline_seconds: whole(),
  affinity,
  automount_service_account_token: sentFlag(true),
  container: blocks('containers', CONTAINER),
  dns_config: dnsConfig,
  dns_policy: text('ClusterFirst'),
  enable_service_links: sentFlag(true),
  host_aliases: blocks(undefined, { hostnames: texts, ip: text() }),
  host_ipc: named('hostIPC', flag()),
  host_network: flag(),
  host_pid: named('hostPID', flag()),
  hostname: text(),
  image_pull_secrets: blocks(undefined, { name: text() }),
  init_container: blocks('initContainers', CONTAINER),
  node_name: text(),
  node_selector: textMap,
  os: block({ name: text() }),
  priority_class_name: text(),
  readiness_gate: blocks('readinessGates', { condition_type: text() }),
  restart_policy: text(restartPolicy),
  runtime_class_name: text(),
  scheduler_name: text(),
  security_context: block(SECURITY_CONTEXT),
  service_account_name: text(),
  share_process_namespace: sentFlag(false),
  subdomain: text(),
  termination_grace_period_seconds: sentWhole(30),
  toleration: blocks('tolerations', TOLERATION),
  topology_spread_constraint: blocks('topologySpreadConstraints', SPREAD),
  volume: blocks('volumes', VOLUME),
});

const template = (restartPolicy: string) => block({ metadata: templateMetadata, spec: block(podSpecTable(restartPolicy)) });

export const podTemplate = template('Always');
/** Jobs end, so their pods are not restarted unless asked. */
export const jobPodTemplate = template('Never');
