/** Code that is not in the image: whoever can write to a model's repository could run it in the pod, beside its token and its network. */
import type { UnplacedFinding } from '../core/finding';

const FLAG = 'trust-remote-code';
/** argparse also takes the beginning of a flag. */
const SHORTEST = '--trust';
const VARIABLE = /(?:^|_)TRUST_REMOTE_CODE$/i;

/** One warning per argument or variable that lets a model's repository run its own code. */
export function remoteCodeFindings(
  args: readonly string[],
  env: Readonly<Record<string, unknown>>,
  argsProp: 'args' | 'extraArgs',
): UnplacedFinding[] {
  const flags = args.filter(trusts).map((arg) => finding(argsProp, arg));
  const variables = Object.entries(env).filter(([name, value]) => VARIABLE.test(name) && isOn(value));
  return [...flags, ...variables.map(([name]) => finding(`env.${name}`, name))];
}

function trusts(arg: string): boolean {
  const [flag = '', value = 'true'] = arg.toLowerCase().replaceAll('_', '-').split('=', 2);
  return flag.startsWith(SHORTEST) && `--${FLAG}`.startsWith(flag) && isOn(value);
}

const isOn = (value: unknown): boolean => typeof value !== 'string' || !/^(?:|0|false|no|off)$/i.test(value);

function finding(prop: string, value: string): UnplacedFinding {
  return {
    code: 'AF-SEC-001',
    severity: 'warning',
    prop,
    value,
    message: `${value} runs code from the model's repository in the pod: whoever can write there can use the pod's token and network`,
    repairs: [
      `remove ${value} where the engine knows the architecture`,
      'checkpoint: a copy of your own, at a revision that you have read',
    ],
  };
}
