/** AF-ENG-048: a shape that nobody holds an answer to is a wish in the prompt. */

import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const shapeKept: Rule<PoolView> = {
  id: 'shape-kept',
  code: 'AF-ENG-048',
  title: 'A pool asks for structured output, and the engine cannot (error) or may not (warning) hold answers to a shape with that backend.',
  why: 'The engine would refuse to start, or answer what the client cannot read.',
  fix: 'Take a backend that the release has, or an engine that has one.',
  severity: ['error', 'warning'],
  check({ engine, spec: { model, structuredOutput } }) {
    if (structuredOutput === undefined) return 'not-applicable';
    const isGenerator = model.facts.kind === 'llm';
    const presence = isGenerator ? engine.knowsStructuredOutput(structuredOutput) : 'never';
    if (presence === 'present') return 'compliant';
    const isUncertain = presence === 'uncertain';
    const others = isGenerator ? engine.structuredOutputBackends : [];
    return [
      {
        ...(isUncertain ? { severity: 'warning', uncertain: true } : { severity: 'error' }),
        prop: 'structuredOutput',
        value: structuredOutput,
        allowed: others.map((name) => `'${name}'`).join(', ') || 'nothing',
        message: messageOf({ engine: engine.name, model: model.id, structuredOutput, isGenerator, isUncertain, has: others.length > 0 }),
        repairs: others.length > 0 ? [repair(set('structuredOutput', others[0] ?? 'auto'))] : ['leave structuredOutput out'],
      },
    ];
  },
};

interface Asked {
  readonly engine: string;
  readonly model: string;
  readonly structuredOutput: string;
  readonly isGenerator: boolean;
  readonly isUncertain: boolean;
  /** The engine has other backends. */
  readonly has: boolean;
}

function messageOf({ engine, model, structuredOutput, isGenerator, isUncertain, has }: Asked): string {
  if (!isGenerator) return `${model} generates nothing that could have a shape`;
  if (isUncertain) return `it is not known whether ${engine} holds answers to a shape by ${structuredOutput}`;
  return has
    ? `${engine} has no backend ${structuredOutput} for structured output`
    : `pools of ${engine} cannot hold answers to a shape: it has no backend that they can name`;
}
