/** AF-ENG-007: tool calls that nobody parses reach agents as text. */
import type { Rule } from '../../core/rule';
import { parserToName, WITHOUT_TOOLS } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const toolsParsed: Rule<PoolView> = {
  id: 'tools-parsed',
  code: 'AF-ENG-007',
  title: 'A pool asks for tool calling, and the engine has no parser for the tool calls of the model.',
  why: 'The server would answer with the call as text, and agents would take it for an answer.',
  fix: 'Take an engine or a model with a parser, or name a parser that reads the model.',
  severity: 'error',
  check({ engine, spec }) {
    const { facts, id } = spec.model;
    const isNamed = typeof spec.toolCalling === 'string';
    if (spec.toolCalling !== true && !(isNamed && facts.kind !== 'llm')) return 'not-applicable';
    if ((facts.kind === 'llm' && engine.parsesToolsByItself) || engine.parsersOf(facts).toolCall !== null) return 'compliant';
    const nothing = facts.kind === 'llm' ? `no parser of ${engine.name} for the tool calls of ${id} is known` : `${id} generates nothing`;
    return [
      {
        prop: 'toolCalling',
        value: spec.toolCalling,
        allowed: 'a model whose parser is known to the engine',
        message: `${nothing}, and toolCalling asks for one`,
        repairs: [
          WITHOUT_TOOLS,
          ...(facts.kind === 'llm' ? parserToName(engine, 'tool-call', 'toolCalling') : []),
          'another engine, or another model',
        ],
      },
    ];
  },
};
