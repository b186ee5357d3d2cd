/** Flags of SGLang that users add and the plan counts. The last spelling of a flag wins, as in argparse. */
import type { CountedArgs } from '../flag-effect';
import type { ResolvedArg } from '../parse-args';

/** At 1 and below it looks for requests before every step (sglang/srt/managers/scheduler_components/recv_skipper.py of 0.5.23). */
const EVERY_STEP = 1;

export function sglangCountedArgs(args: readonly ResolvedArg[]): CountedArgs {
  const given = args.filter(({ flag }) => flag === '--scheduler-recv-interval').at(-1)?.given.values[0];
  const steps = Number(given);
  return given === undefined || !Number.isInteger(steps) ? {} : { schedulerRecvInterval: Math.max(EVERY_STEP, steps) };
}
