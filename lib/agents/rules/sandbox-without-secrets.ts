/** AF-CPU-024: whatever a sandbox holds, generated code can read and use. */
import { type Rule, violations } from '../../core/rule';
import { SecretRef } from '../../core/secret-ref';
import type { SandboxView } from '../sandbox-view';

export const sandboxWithoutSecrets: Rule<SandboxView> = {
  id: 'sandbox-without-secrets',
  code: 'AF-CPU-024',
  title: 'A sandbox is wired to a service with a secret.',
  why: 'Code that a model wrote reads the environment of its pod: it can use the secret, and print it to the model.',
  fix: 'Let the agents or an MCP server call the service, and give the sandbox what it needs as input; or wire one that asks for no secret.',
  severity: 'warning',
  check({ name, services }) {
    if (services.length === 0) return 'not-applicable';
    return violations(
      services.flatMap(({ kind, env }, index) => {
        const secret = Object.keys(env).find((variable) => SecretRef.isSecretRef(env[variable]));
        if (secret === undefined) return [];
        return [
          {
            prop: `services.${index}`,
            value: kind,
            allowed: 'a service without key or password',
            message: `code in sandbox ${name} can read ${secret}, with which it calls the ${kind}`,
            repairs: [`services without the ${kind}`, 'services of an McpServer, which the agents call'],
          },
        ];
      }),
    );
  },
};
