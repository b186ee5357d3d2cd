import { isFleetError } from '../../core/fleet-error';

/** One way in which an implementation does not keep its contract. */
export interface ContractProblem {
  /** The part of the contract, e.g. `args` or `metrics.requestsWaiting`. */
  readonly part: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
}

/** A problem where something does not hold. */
export function unless(holds: boolean, part: string, message: string): ContractProblem[] {
  return holds ? [] : [{ part, message }];
}

/** Equal as JSON, in every order of calls: answers of a contract do not depend on when they are asked for. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * What an implementation breaks, also where it throws while it is asked: that is a problem like any other, and no end of the suite. Errors of the
 * library itself pass.
 */
export function asked(part: string, ask: () => ContractProblem[]): ContractProblem[] {
  try {
    return ask();
  } catch (error) {
    if (isFleetError(error)) throw error;
    return [{ part, message: `throws when it is asked: ${error instanceof Error ? `${error.name}: ${error.message}` : 'no error'}` }];
  }
}
