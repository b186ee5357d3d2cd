/** What can be wrong with what a user starts in pods: secrets that are written out, code of a model's author, variables that the wiring sets. */
import type { SpecCode } from '../core/codes';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import type { SecretRef } from '../core/secret-ref';
import { literalSecretArgs, literalSecrets } from '../core/secrets/literal-secret';
import { unmadeSecrets } from '../security/made-secrets';
import { STARTED_RULES } from '../security/rules';
import type { Workload } from '../security/workload';

export interface Started {
  /** Path of the construct. */
  readonly path: string;
  readonly workload: Workload;
  readonly env?: Readonly<Record<string, string | SecretRef>> | undefined;
  readonly args?: readonly string[] | undefined;
  /** Variables that services and the fleet set. */
  readonly provided: Readonly<Record<string, unknown>>;
}

export function startedFindings({ path, workload, env = {}, args = [], provided }: Started): Finding[] {
  const secrets = [...literalSecrets(env, path, 'env'), ...literalSecretArgs(args, path, 'args')];
  const unmade = unmadeSecrets(workload, env, 'env').map((finding) => place(path, finding));
  const remoteCode = evaluateRules(STARTED_RULES, { args, env, argsProp: 'args' }).map((finding) => place(path, finding));
  return [...secrets, ...unmade, ...remoteCode, ...overriddenVariables(path, env, provided)];
}

function overriddenVariables(path: string, env: Readonly<Record<string, unknown>>, provided: Readonly<Record<string, unknown>>): Finding[] {
  return Object.keys(env)
    .filter((name) => Object.hasOwn(provided, name))
    .map((name) => ({
      code: 'AF-SPEC-003' satisfies SpecCode,
      severity: 'error' as const,
      path,
      prop: `env.${name}`,
      value: name,
      allowed: `anything but ${Object.keys(provided).join(', ')}`,
      message: `${name} is set by the fleet's own wiring; a second value would point the agents elsewhere than the network policy allows`,
      repairs: [`remove env.${name}`],
    }));
}
