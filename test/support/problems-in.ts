import type { Finding } from '../../lib/core/finding';
import { isFleetError } from '../../lib/core/fleet-error';

/** With what something is refused; nothing where it is not. Whatever is no refusal is thrown on. */
export function problemsIn(act: () => unknown): readonly Finding[] {
  try {
    act();
  } catch (error) {
    if (isFleetError(error)) return error.problems;
    throw error;
  }
  return [];
}

/** The errors among them. */
export const errorsIn = (act: () => unknown): readonly Finding[] => problemsIn(act).filter(({ severity }) => severity === 'error');
