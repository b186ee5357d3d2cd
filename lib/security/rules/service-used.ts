/** AF-CPU-042: what nobody calls is paid for all the same. */
import type { Rule } from '../../core/rule';

/** A service as the rule on its use sees it. */
export interface UsedService {
  readonly kind: string;
  readonly name: string;
  readonly isUsed: boolean;
  /** Prop by which others are wired to it. */
  readonly prop: string;
}

export const serviceUsed: Rule<UsedService> = {
  id: 'service-used',
  code: 'AF-CPU-042',
  title: 'Nobody in the app calls a queue, store, router, server, sandbox or collector.',
  why: 'It runs and is paid for, and most often a line that wires it to the agents was forgotten.',
  fix: 'Wire it to a fleet or runtime, or leave it out. Callers of other apps are let in by admit.',
  severity: 'info',
  check({ kind, name, prop, isUsed }) {
    if (isUsed) return 'compliant';
    return [
      {
        prop,
        value: name,
        allowed: 'a fleet, runtime or service that is wired to it',
        message: `nobody in this app calls the ${kind.replaceAll('-', ' ')} ${name}`,
        repairs: [`${prop} of the fleet or runtime that should call it`, `no ${kind.replaceAll('-', ' ')} ${name}`],
      },
    ];
  },
};
