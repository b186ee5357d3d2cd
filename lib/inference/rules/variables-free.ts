/** AF-ENG-037: a variable that a prop owns is written once. */
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import { own } from '../../core/own';
import { type Rule, violations } from '../../core/rule';
import { isTraceVariable } from '../../tracing/trace-env';
import type { PoolView } from '../pool-view';
import { objectStoreOf } from '../weights';

/** What tells the readers of object stores where they are, as whom they ask, and how much they hold. */
const OF_STORES = /^(?:RUNAI_STREAMER_|AWS_|AZURE_|GOOGLE_APPLICATION_CREDENTIALS$)/;

export const variablesFree: Rule<PoolView> = {
  id: 'variables-free',
  code: 'AF-ENG-037',
  title: 'A variable of env belongs to a prop.',
  why: 'It would start another replica than planned, or one with more access.',
  fix: 'Set the prop instead.',
  severity: 'error',
  check({ spec, adapter }) {
    const names = Object.keys(spec.env);
    if (names.length === 0) return 'not-applicable';
    const owned = names.flatMap((name) => {
      const traced = spec.tracing !== undefined && isTraceVariable(name) ? 'tracing' : undefined;
      const streamed = objectStoreOf(spec.weights) !== undefined && OF_STORES.test(name) ? 'weights' : undefined;
      const prop = own(adapter.ownedEnvironment, name) ?? traced ?? streamed;
      return prop === undefined ? [] : [{ name, prop }];
    });
    return violations(
      owned.map(({ name, prop }) => ({
        prop: `env.${name}`,
        value: name,
        message: `${name} is set by ${prop}; in env it would ${prop === 'tracing' ? 'send spans elsewhere, or prompts in them' : 'start another replica than planned, or one with more access'}`,
        repairs: [...(prop === 'tracing' ? [] : [`remove it and set ${prop}`]), repair(remove(`env.${name}`))],
      })),
    );
  },
};
