/** AF-ENG-002: the cap is what roles need, and not what the model could do. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatInteger } from '../../core/format';
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

/** Beyond this share of the planned context the cap says nothing of what is planned. */
const MOST = 2;

export const contextAsPlanned: Rule<PoolView> = {
  id: 'context-as-planned',
  code: 'AF-ENG-002',
  title: 'A pool admits the longest context of its model, and its roles plan much shorter ones.',
  why: 'One session that runs away may take the KV cache of many, and activations are sized for requests that nobody plans.',
  fix: 'Set maxContextTokens to the longest context that a role plans.',
  severity: OPERATIONAL,
  check({ spec, demand }) {
    const longest = Math.max(0, ...[...demand.planned, ...demand.peak].map(({ contextTokens }) => contextTokens));
    if (longest === 0) return 'not-applicable';
    const most = spec.model.facts.maxPositionEmbeddings;
    if (most === null || spec.maxContextTokens < most || spec.maxContextTokens <= MOST * longest) return 'compliant';
    return [
      {
        prop: 'maxContextTokens',
        value: spec.maxContextTokens,
        allowed: `at most ${formatInteger(MOST * longest)}, twice the longest planned context`,
        message: `the pool admits all ${formatInteger(spec.maxContextTokens)} tokens of its model, and the longest planned context has ${formatInteger(longest)}`,
        repairs: [repair(set('maxContextTokens', MOST * longest))],
      },
    ];
  },
};
