/** AF-ENG-007: tool calls that nobody parses reach agents as text. */
import type { Rule } from '../../core/rule';
import { WITHOUT_TOOLS } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const toolsParsed: Rule<PoolView> = {
  id: 'tools-parsed',
  code: 'AF-ENG-007',
  title: 'A pool asks for tool calling, and the engine has no parser for the tool calls of the model.',
  why: 'The server would answer with the call as text, and agents would take it for an answer.',
  fix: 'Take an engine or a model with a parser, or name a parser of yours in extraArgs and switch toolCalling off.',
  severity: 'error',
  check({ engine, spec }) {
    if (spec.toolCalling !== true) return 'not-applicable';
    const { facts, id } = spec.model;
    if (engine.parsesToolsByItself || engine.parsersOf(facts).toolCall !== null) return 'compliant';
    const nothing = facts.kind === 'llm' ? `no parser of ${engine.name} for the tool calls of ${id} is known` : `${id} generates nothing`;
    return [
      {
        prop: 'toolCalling',
        value: true,
        allowed: 'a model whose parser is known to the engine',
        message: `${nothing}, and toolCalling asks for one`,
        repairs: [WITHOUT_TOOLS, 'another engine, or another model'],
      },
    ];
  },
};
