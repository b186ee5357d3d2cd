/** AF-CPU-058: pods are no root, and the kernel of a sandbox is not always told that others may listen below 1024. */
import type { Rule } from '../../core/rule';
import type { SandboxView } from '../sandbox-view';

const FIRST_UNPRIVILEGED_PORT = 1_024;

export const sandboxPortOpen: Rule<SandboxView> = {
  id: 'sandbox-port-open',
  code: 'AF-CPU-058',
  title: 'A sandbox listens on a port below 1024, which its process may not be let to.',
  why: 'It is no root and has no capabilities, and its kernel is its own: whether that lets it listen is up to the runtime and the node, and where it does not, the program ends at once.',
  fix: 'Let the program listen on a port from 1024 on.',
  severity: 'warning',
  check({ name, port, runtimeClass }) {
    if (port >= FIRST_UNPRIVILEGED_PORT) return 'compliant';
    return [
      {
        prop: 'port',
        value: port,
        allowed: `${FIRST_UNPRIVILEGED_PORT} or more`,
        message: `${name} is no root and listens on port ${port}, which the kernel of ${runtimeClass} may refuse`,
        repairs: ['port: 8080, with a program that listens there'],
      },
    ];
  },
};
