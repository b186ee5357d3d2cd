import { type FleetError, isFleetError } from '../core/fleet-error';

/** Flags that name a file or a server: what is wrong there can be put right with the same command line. */
const LEADING_ELSEWHERE = ['--from', '--log', '--model-config', '--post', '--prices', '--spec', '--url'];
/** Arguments that are words and no files. */
const WORDS = ['code'];

/** Whether all that is wrong was typed: the command line has to be written anew. */
export const isMistyped = (error: unknown): error is FleetError =>
  isFleetError(error) &&
  error.name === 'FleetSpecError' &&
  error.problems.every(
    ({ path = '', prop = '' }) =>
      path.startsWith('agent-fleet ') && (WORDS.includes(prop) || (prop.startsWith('--') && !LEADING_ELSEWHERE.includes(prop))),
  );
