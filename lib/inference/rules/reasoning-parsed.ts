/** AF-ENG-047: reasoning that nobody parses stands in front of the answer. */
import type { Rule } from '../../core/rule';
import { parserToName, WITHOUT_REASONING } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const reasoningParsed: Rule<PoolView> = {
  id: 'reasoning-parsed',
  code: 'AF-ENG-047',
  title: 'A pool asks for its reasoning to be parsed, and the engine has no parser for the reasoning of the model.',
  why: 'Clients would get the thoughts of the model in front of its answer, as part of it.',
  fix: "Name a parser that reads the model, e.g. reasoning: 'deepseek_r1', or leave reasoning out.",
  severity: 'error',
  check({ engine, spec }) {
    const { facts, id } = spec.model;
    const { reasoning = false } = spec;
    const isGenerator = facts.kind === 'llm';
    if (reasoning === false || (typeof reasoning === 'string' && isGenerator)) return 'not-applicable';
    if (isGenerator && engine.parsersOf(facts).reasoning !== null) return 'compliant';
    const names = isGenerator ? engine.parserNames('reasoning') : [];
    return [
      {
        prop: 'reasoning',
        value: reasoning,
        allowed: names.join(', ') || 'false',
        message: isGenerator
          ? `no parser of ${engine.name} for the reasoning of ${id} is known, and reasoning asks for one`
          : `${id} generates nothing, and reasoning asks for a parser`,
        repairs: [WITHOUT_REASONING, ...(isGenerator ? parserToName(engine, 'reasoning', 'reasoning') : [])],
      },
    ];
  },
};
