/** AF-CPU-013: what the wiring tells agents, the network policies allow. */
import { type Rule, violations } from '../../core/rule';

/** Variables that a user gives to pods, beside those that the wiring sets. */
export interface GivenVariables {
  readonly given: readonly string[];
  readonly provided: readonly string[];
}

export const wiredVariablesKept: Rule<GivenVariables> = {
  id: 'wired-variables-kept',
  code: 'AF-CPU-013',
  title: 'A variable of env is one that the fleet sets itself.',
  why: 'The agents would be sent to an address that their network policy does not allow.',
  fix: 'Remove the variable from env, or name the service that the agents should reach.',
  severity: 'error',
  check({ given, provided }) {
    if (given.length === 0) return 'not-applicable';
    return violations(
      given
        .filter((name) => provided.includes(name))
        .map((name) => ({
          prop: `env.${name}`,
          value: name,
          allowed: `anything but ${provided.join(', ')}`,
          message: `${name} is set by the fleet's own wiring; a second value would point the agents elsewhere than the network policy allows`,
          repairs: [`remove env.${name}`],
        })),
    );
  },
};
