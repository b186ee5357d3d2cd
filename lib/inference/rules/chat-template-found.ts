/** AF-ENG-041: a parser without its template reads nothing. */
import type { Rule } from '../../core/rule';
import { servedParsers, WITHOUT_TOOLS } from '../pool-parsers';
import type { PoolView } from '../pool-view';

export const chatTemplateFound: Rule<PoolView> = {
  id: 'chat-template-found',
  code: 'AF-ENG-041',
  title: 'The tool-call parser needs a chat template, and it is not known where the image has it.',
  why: 'Without its template the parser finds no tool calls in the answers of the model.',
  fix: 'Give chatTemplate, or serve without tool calling.',
  severity: 'error',
  check({ engine, spec }) {
    const { lacks = null, toolCall, chatTemplate: file = null } = engine.parsersOf(spec.model.facts);
    if (servedParsers({ engine, spec }).toolCall !== toolCall || lacks !== null || file === null) return 'not-applicable';
    if (spec.chatTemplate !== undefined || engine.chatTemplateOf(spec.model.facts, spec.gpu) !== null) return 'compliant';
    const image = engine.ownImage ?? 'the image';
    return [
      {
        prop: 'chatTemplate',
        value: undefined,
        allowed: `the path of ${file} in ${image}`,
        message: `the tool-call parser of ${spec.model.id} needs the chat template ${file}, and it is not known where ${image} has it`,
        repairs: [`chatTemplate: '/path/in/the/image/${file}'`, WITHOUT_TOOLS],
      },
    ];
  },
};
