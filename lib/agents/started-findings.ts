/** What can be wrong with what a user starts in pods: secrets that are written out, code of a model's author, variables that the wiring sets. */
import { ENGINE_IMAGES } from '../catalog/engines/engine-images';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { parseImage } from '../core/kubernetes/image-reference';
import type { SecretRef } from '../core/secret-ref';
import { literalSecretArgs, literalSecrets } from '../core/secrets/literal-secret';
import { unmadeSecrets } from '../security/made-secrets';
import { STARTED_RULES } from '../security/rules';
import type { Workload } from '../security/workload';
import { CPU_POD_RULES, GIVEN_USER_RULES, GIVEN_VARIABLE_RULES, GPU_PROGRAM_RULES, PROGRAM_RULES } from './rules';
import type { CheckedSetup } from './setup-props';

export interface Started {
  /** Path of the construct. */
  readonly path: string;
  readonly workload: Workload;
  /** Image that the props name; takes a token. */
  readonly image: string;
  readonly env?: Readonly<Record<string, string | SecretRef>> | undefined;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  /** What runs before them. */
  readonly setup?: Pick<CheckedSetup, 'command' | 'args'> | undefined;
  /** User that the props name. */
  readonly runAsUser?: number | undefined;
  /** Variables that services and the fleet set. */
  readonly provided: Readonly<Record<string, unknown>>;
  /** They are meant to use GPUs. @default false */
  readonly onGpus?: boolean;
}

export function startedFindings({
  path,
  workload,
  image,
  env = {},
  command = [],
  args = [],
  setup = {},
  runAsUser,
  provided,
  onGpus = false,
}: Started): Finding[] {
  const before = { command, 'setup.command': setup.command ?? [], 'setup.args': setup.args ?? [] };
  const started = Object.entries({ args, ...before });
  const secrets = [...literalSecrets(env, path, 'env'), ...started.flatMap(([prop, words]) => literalSecretArgs(words, path, prop))];
  const unmade = unmadeSecrets(workload, env, 'env').map((finding) => place(path, finding));
  const remoteCode = [
    ...evaluateRules(STARTED_RULES, { args, env, argsProp: 'args' }),
    ...Object.entries(before).flatMap(([argsProp, words]) => evaluateRules(STARTED_RULES, { args: words, env: {}, argsProp })),
  ].map((finding) => place(path, finding));
  const variables = { given: Object.keys(env), provided: Object.keys(provided) };
  const overridden = evaluateRules(GIVEN_VARIABLE_RULES, variables).map((finding) => place(path, finding));
  const cards = onGpus ? [] : evaluateRules(CPU_POD_RULES, { env }).map((finding) => place(path, finding));
  const program = { repository: parseImage(image)?.repository ?? null, command, args, engines: ENGINE_IMAGES };
  const coupled = evaluateRules(onGpus ? GPU_PROGRAM_RULES : PROGRAM_RULES, program).map((finding) => place(path, finding));
  const user = { runAsUser, podUsers: workload.namespace.podUsers };
  const misplaced = evaluateRules(GIVEN_USER_RULES, user).map((finding) => place(path, finding));
  return [...secrets, ...unmade, ...remoteCode, ...overridden, ...cards, ...coupled, ...misplaced];
}
