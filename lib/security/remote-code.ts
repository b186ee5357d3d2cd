/** Code that is not in the image: everyone who can write to a model's repository could run it in the pod, beside its token and its network. */
const FLAG = 'trust-remote-code';
/** argparse also takes the beginning of a flag. */
const SHORTEST = '--trust';
const VARIABLE = /(?:^|_)TRUST_REMOTE_CODE$/i;

/** With what a process of a pod is started. */
export interface StartedWith {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, unknown>>;
  /** Prop that holds the arguments, e.g. `extraArgs`. */
  readonly argsProp: string;
}

/** Arguments and variables that let a model's repository run its own code. */
export function trusted({ args, env, argsProp }: StartedWith): { readonly prop: string; readonly value: string }[] {
  const variables = Object.entries(env).filter(([name, value]) => VARIABLE.test(name) && isOn(value));
  return [
    ...args.filter(trusts).map((value) => ({ prop: argsProp, value })),
    ...variables.map(([name]) => ({ prop: `env.${name}`, value: name })),
  ];
}

function trusts(arg: string): boolean {
  const [flag = '', value = 'true'] = arg.toLowerCase().replaceAll('_', '-').split('=', 2);
  return flag.startsWith(SHORTEST) && `--${FLAG}`.startsWith(flag) && isOn(value);
}

const isOn = (value: unknown): boolean => typeof value !== 'string' || !/^(?:|0|false|no|off)$/i.test(value);
