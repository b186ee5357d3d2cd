/** AF-ENG-049: an engine that does not know where the thoughts end applies the shape to them. */

import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { servedParsers } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const thoughtsBeforeShape: Rule<PoolView> = {
  id: 'thoughts-before-shape',
  code: 'AF-ENG-049',
  title: 'A pool holds the answers of a model that reasons to a shape, and no parser tells where the reasoning ends.',
  why: 'The shape is then applied from the first token, so the model cannot think before it answers, and answers worse.',
  fix: 'Leave the reasoning parser on, or leave structuredOutput out.',
  severity: 'warning',
  check({ engine, spec }) {
    const ofModel = engine.parsersOf(spec.model.facts).reasoning;
    if (spec.structuredOutput === undefined || ofModel === null) return 'not-applicable';
    if (servedParsers({ engine, spec }).reasoning !== null) return 'compliant';
    return [
      {
        prop: 'reasoning',
        value: false,
        allowed: `true, or '${ofModel}'`,
        message: `${spec.model.id} reasons before it answers, and without a reasoning parser ${engine.name} applies structuredOutput to its thoughts, too`,
        repairs: [repair(set('reasoning', true))],
      },
    ];
  },
};
