/** AF-SPEC-026: what pods are wired to is made before them and destroyed after them. */
import type { Rule } from '../../core/rule';

/** A resource and one that it is to start after. */
export interface StartedAfter {
  /** Path of the resource that waits. */
  readonly client: string;
  readonly needed: string;
  /** Ids of their stacks; null where both are in one. */
  readonly stacks: readonly [client: string, needed: string] | null;
  readonly isKept: boolean;
}

export const startedInOrder: Rule<StartedAfter> = {
  id: 'started-in-order',
  code: 'AF-SPEC-026',
  title: 'Pods cannot be started after what they are wired to.',
  why: 'Each of two stacks, or of two resources, would have to be deployed first, so a deployment may start clients before their store, and end the store before them.',
  fix: 'Put both into one stack, or move what both are wired to into a third.',
  severity: 'warning',
  check({ client, needed, stacks, isKept }) {
    if (isKept) return 'compliant';
    if (stacks === null) {
      return [
        {
          prop: 'resources',
          value: needed,
          allowed: `resources that do not wait for ${client}`,
          message: `${client} should start after ${needed}, which starts after it already`,
          repairs: ['resources: [] of the service, which then orders nothing'],
        },
      ];
    }
    const [own, other] = stacks;
    return [
      {
        prop: 'services',
        value: needed,
        allowed: `services whose stack is deployed before ${own}`,
        message: `${client} is wired to ${needed}, but the stack ${other} is deployed after ${own}: when both are destroyed, ${needed} goes first`,
        repairs: [`both in one stack, e.g. ${own}`, `what ${own} and ${other} are both wired to in a stack of its own`],
      },
    ];
  },
};
