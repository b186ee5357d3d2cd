/** AF-ENG-050: a name that the engine does not answer to, or that another model of the pool has. */
import { type Rule, type Violation, violations } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const aliasesAnswered: Rule<PoolView> = {
  id: 'aliases-answered',
  code: 'AF-ENG-050',
  title: 'An alias of a pool is a name that its engine does not answer to, or that the model or an adapter has already.',
  why: 'The engine answers requests for a name that it does not know with an error, and one name for two models leads to one of them.',
  fix: 'Choose another name, or lead the name to the pool by a route of the router.',
  severity: 'error',
  check(pool) {
    const { aliases } = pool.spec;
    if (aliases === undefined) return 'not-applicable';
    if (pool.engine.aliases === null) return [unanswered(pool, aliases)];
    return violations(aliases.flatMap((alias, index) => taken(pool, alias, index)));
  },
};

function unanswered({ engine, name }: PoolView, aliases: readonly string[]): Violation {
  return {
    prop: 'aliases',
    value: aliases.join(', '),
    allowed: 'nothing',
    message: `${engine.name} answers to one name of a model, and not to others`,
    repairs: [`leave aliases out, and router.addRoute({ alias: '${aliases[0] ?? 'assistant'}', pool: ${name} })`, 'another engine'],
  };
}

function taken({ servedName, spec }: PoolView, alias: string, index: number): Violation[] {
  const isAdapter = spec.adapters?.some(({ name }) => name === alias) === true;
  if (alias !== servedName && !isAdapter) return [];
  return [
    {
      prop: `aliases.${index}`,
      value: alias,
      allowed: 'a name that neither the model nor an adapter of the pool has',
      message: isAdapter ? `clients ask for an adapter of the pool by ${alias}` : `clients ask for the model by ${alias} already`,
      repairs: [isAdapter ? `aliases.${index}: another name` : `leave aliases.${index} out`],
    },
  ];
}
