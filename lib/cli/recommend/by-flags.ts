/** Faults of a question that was asked by flags, in the names of the flags: the command line is what has to be typed again. */

import type { Finding } from '../../core/finding';
import { FleetSpecError, isFleetError } from '../../core/fleet-error';
import { own } from '../../core/own';

/** The command, as its faults name it. */
export const COMMAND = 'agent-fleet recommend';

/** What each flag becomes in the question, the longest paths first. */
const FLAG_OF: readonly (readonly [path: RegExp, flag: string])[] = [
  [/roles\.sessions\.models\.\d{1,3}\.quantizations(?:\.\d{1,3})?/g, '--quantization'],
  [/roles\.sessions\.models\.\d{1,3}(?:\.model)?/g, '--model'],
  [/roles\.sessions\.request\.outputTokens/g, '--output-tokens'],
  [/roles\.sessions\.request\.perMinute/g, '--per-minute'],
  [/roles\.sessions\.contextTokens/g, '--context'],
  [/roles\.sessions\.sessions/g, '--sessions'],
  [/roles\.sessions\.latencyTargets\.ttftMs/g, '--ttft-ms'],
  [/roles\.sessions\.latencyTargets\.tpotMs/g, '--tpot-ms'],
  [/roles\.sessions\.latencyTargets\.e2eMs/g, '--e2e-ms'],
  [/roles\.sessions\.latencyTargets/g, '--ttft-ms, --tpot-ms or --e2e-ms'],
  [/roles\.sessions\.latency\b/g, '--latency'],
  [/inventory\.[^. ]{1,63}\.region/g, '--region'],
  [/inventory\.[^. ]{1,63}\.mig/g, '--mig'],
  [/inventory\.[^. ]{1,63}\.sharing/g, '--sharing'],
];

/** A change of the question as a change of the command line, where it was asked by flags. */
export const inFlags = (text: string): string => FLAG_OF.reduce((so, [path, flag]) => so.replace(path, flag), text);

/** `--context: 4096` is typed as `--context 4096`. */
export const typed = (repair: string): string =>
  inFlags(repair)
    .replace(/^(--(?:mig|sharing)): true$/, '$1')
    .replace(/^(--(?:mig|sharing)): false$/, 'the command without $1')
    .replace(/^(--[a-z-]{1,20}): /, '$1 ');

/**
 * What `read` gives; its faults name flags.
 *
 * @param flagOf flags of the props of a question that has no roles
 */
export function byFlags<T>(read: () => T, flagOf: Readonly<Record<string, string>> = {}): T {
  try {
    return read();
  } catch (error) {
    throw isFleetError(error) && error.name === 'FleetSpecError'
      ? new FleetSpecError(error.problems.map((problem) => ofFlag(problem, flagOf)))
      : error;
  }
}

function ofFlag(problem: Finding, flagOf: Readonly<Record<string, string>>): Finding {
  const flagged = (text: string) =>
    inFlags(text.replace(/^([a-z]{1,20})(?:\.\d{1,3})?\b/i, (whole, name: string) => own(flagOf, name) ?? whole));
  const prop = problem.prop === undefined ? undefined : flagged(problem.prop);
  return {
    ...problem,
    ...(prop === undefined ? {} : { prop }),
    ...(prop?.startsWith('--') === true ? { path: COMMAND } : {}),
    message: flagged(problem.message),
    repairs: problem.repairs.map((repair) => (typeof repair === 'string' ? typed(flagged(repair)) : repair)),
  };
}
