/** AF-SEC-001: code that a model wrote runs where it can do no harm. */
import type { Rule } from '../../core/rule';
import type { GuardedFleet } from './tools-scoped';

export const codeInSandbox: Rule<GuardedFleet> = {
  id: 'code-in-sandbox',
  code: 'AF-SEC-001',
  title: 'A role runs code that a model wrote, and its agents have no sandbox.',
  why: 'The code would run beside the credentials, the network and the state of the agents: whoever steers the model steers them.',
  fix: 'Wire a ToolSandbox to the fleet in services, or leave executesCode out of roles that run none.',
  severity: 'error',
  check({ coders, sandboxes }) {
    if (coders.length === 0) return 'not-applicable';
    if (sandboxes.length > 0) return 'compliant';
    return coders.map((role) => ({
      prop: `${role}.executesCode`,
      value: true,
      allowed: 'a ToolSandbox among the services of the fleet',
      message: `${role} runs code that a model wrote, and the agents are wired to no sandbox`,
      repairs: ["services: [new ToolSandbox(stack, 'sandbox', { cluster, image, port: 8080, runtimeClass: 'gvisor' })]"],
    }));
  },
};
