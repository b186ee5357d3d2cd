/** What the methods of a router are asked with. `addRoute` has a schema of its own. */

import { type ArgumentRule, oneOfRule, textRule, textsRule, thingRule } from '../core/method-arguments';
import { SENDER_ARGUMENT } from '../security/residency/sender-argument';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { isTracing } from '../tracing/contract';
import { FALLBACK_CAUSES } from './contract';
import { ExternalModel } from './external-model';

const alias = textRule('alias', "'planner'");
const when = oneOfRule('when', [...FALLBACK_CAUSES]);
const to = textsRule('to', "['planner-small']");

function isFallback(value: unknown): boolean {
  const given = value as Record<string, unknown>;
  return [alias, to, when].every(({ name, holds }) => holds(given[name]));
}

const owner = textRule('owner', "'research/fleet'");

function isExternalRoute(value: unknown): boolean {
  const given = value as Record<string, unknown>;
  const { model, load } = given;
  const isLoad = load === undefined || typeof load === 'function';
  return [alias, owner].every(({ name, holds }) => holds(given[name])) && ExternalModel.isExternalModel(model) && isLoad;
}

export const ROUTER_ARGUMENTS: Readonly<Record<string, readonly ArgumentRule[]>> = {
  fallback: [
    thingRule(
      'fallback',
      isFallback,
      `an alias, the aliases that take over, and when: ${FALLBACK_CAUSES.map((cause) => `'${cause}'`).join(', ')}`,
      "{ alias: 'planner', to: ['planner-small'], when: 'failure' }",
    ),
  ],
  addExternal: [
    thingRule(
      'external',
      isExternalRoute,
      'an alias, an ExternalModel and the path of who asks for it',
      "{ alias: 'judge', model: ExternalModel.openAi({ … }), owner: this.node.path }",
    ),
  ],
  fallbacksOf: [alias, when],
  fallbacks: [when],
  passOf: [alias],
  apiPriceOf: [alias],
  modelOf: [alias],
  modelsOf: CLIENT_ARGUMENT,
  traceTo: [thingRule('tracing', isTracing, 'a Tracing or a service of its kind', "Tracing.otlp(stack, 'tracing', { … })")],
  dataPlace: SENDER_ARGUMENT,
  clientEnv: CLIENT_ARGUMENT,
  admissionOf: CLIENT_ARGUMENT,
  expectLoad: [
    ...CLIENT_ARGUMENT,
    thingRule(
      'load',
      (value) => typeof value === 'function',
      'a function',
      '() => ({ sessions: 25, requestsPerMinute: null, tokensPerMinute: null })',
    ),
  ],
  admit: CLIENT_ARGUMENT,
};
