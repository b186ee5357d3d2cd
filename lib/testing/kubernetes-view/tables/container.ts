/** Containers as provider 2.38 sends them (kubernetes/structures_container.go, schema_container.go). */
import {
  block,
  blocks,
  flag,
  intOrString,
  named,
  octal,
  quantity,
  quantityMap,
  sentFlag,
  sentText,
  type Table,
  text,
  texts,
  whole,
  wholeText,
} from '../field';

export const seLinuxOptions = block({ level: text(), role: text(), type: text(), user: text() });
/** The provider drops the profile's path unless the type asks for it; leaving the path out has the same effect. */
export const seccompProfile = block({ localhost_profile: text(), type: text('Unconfined') });

/** Every boolean of a security context is a pointer: what the block leaves out is sent as its default, mostly false. */
const SECURITY_CONTEXT: Table = {
  allow_privilege_escalation: sentFlag(true),
  capabilities: block({ add: texts, drop: texts }),
  privileged: sentFlag(false),
  read_only_root_filesystem: sentFlag(false),
  run_as_group: wholeText,
  run_as_non_root: sentFlag(),
  run_as_user: wholeText,
  seccomp_profile: seccompProfile,
  se_linux_options: named('seLinuxOptions', seLinuxOptions),
};

export const fieldRef = block({ api_version: text('v1'), field_path: text() });
export const resourceFieldRef = block({ container_name: text(), divisor: quantity('1'), resource: text() });
const keyRef = block({ key: text(), name: text(), optional: sentFlag() });
const sourceRef = block({ name: text(), optional: sentFlag() });

const ENV: Table = {
  name: text(),
  value: text(),
  value_from: block({ config_map_key_ref: keyRef, field_ref: fieldRef, resource_field_ref: resourceFieldRef, secret_key_ref: keyRef }),
};

const ENV_FROM: Table = { config_map_ref: sourceRef, prefix: text(), secret_ref: sourceRef };

const HANDLER: Table = {
  exec: block({ command: texts }),
  http_get: block({
    host: text(),
    path: text(),
    scheme: text('HTTP'),
    port: intOrString(),
    http_header: blocks('httpHeaders', { name: text(), value: text() }),
  }),
  tcp_socket: block({ port: intOrString() }),
};

const probe = block({
  ...HANDLER,
  grpc: block({ port: whole(), service: sentText() }),
  failure_threshold: whole(3),
  initial_delay_seconds: whole(),
  period_seconds: whole(10),
  success_threshold: whole(1),
  timeout_seconds: whole(1),
});

const PORT: Table = { container_port: whole(), host_ip: named('hostIP', text()), host_port: whole(), name: text(), protocol: text('TCP') };

const VOLUME_MOUNT: Table = {
  mount_path: text(),
  name: text(),
  read_only: flag(),
  sub_path: text(),
  sub_path_expr: text(),
  mount_propagation: sentText('None'),
};

export const CONTAINER: Table = {
  name: text(),
  image: text(),
  image_pull_policy: text(),
  command: texts,
  args: texts,
  working_dir: text(),
  env: blocks(undefined, ENV),
  env_from: blocks(undefined, ENV_FROM),
  port: blocks('ports', PORT),
  resources: block({ limits: quantityMap, requests: quantityMap }),
  lifecycle: block({ post_start: block(HANDLER), pre_stop: block(HANDLER) }),
  startup_probe: probe,
  readiness_probe: probe,
  liveness_probe: probe,
  security_context: block(SECURITY_CONTEXT),
  stdin: flag(),
  stdin_once: flag(),
  tty: flag(),
  termination_message_path: text('/dev/termination-log'),
  termination_message_policy: text(),
  volume_mount: blocks('volumeMounts', VOLUME_MOUNT),
  volume_device: blocks('volumeDevices', { device_path: text(), name: text() }),
};

/** One key of a ConfigMap or Secret as a file. */
export const keyPaths = blocks(undefined, { key: text(), mode: octal(), path: text() });
