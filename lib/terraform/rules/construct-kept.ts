/** AF-SPEC-023: what was taken out of the tree is still counted, and others are wired to it. */
import type { Rule } from '../../core/rule';

/** A construct that took part in the synthesis. */
export interface KeptConstruct {
  readonly path: string;
  /** It is in the tree of the app. */
  readonly isInTree: boolean;
}

export const constructKept: Rule<KeptConstruct> = {
  id: 'construct-kept',
  code: 'AF-SPEC-023',
  title: 'A construct was taken out of the app after it had been made.',
  why: 'The plan still counts it, and routes, network policies and names of others refer to objects that are never written.',
  fix: 'Make the construct only where it is wanted.',
  severity: 'error',
  check({ path, isInTree }) {
    if (isInTree) return 'compliant';
    return [
      {
        prop: 'node',
        value: path,
        allowed: 'a construct that stays in the app once it is made',
        message: `${path} was taken out of the app after it had been made, and what refers to it was not`,
        repairs: ['no tryRemoveChild', 'a condition around its constructor: if (isWanted) new …'],
      },
    ];
  },
};
