/** AF-ELA-031: requests of one alias come to any of its pools, so each must give the same answer, and the router must know what each can hold. */
import { type Rule, type Violation, violations } from '../../core/rule';
import { kvTokensAtCeiling } from '../../inference/pool-shares';
import type { FleetRole } from '../fleet-view';

export const poolsAlike: Rule<FleetRole> = {
  id: 'pools-alike',
  code: 'AF-ELA-031',
  title: 'A role is answered by several pools that serve different models, or of which one cannot be weighed.',
  why: 'The router draws the pool for each request: answers would differ from turn to turn, and a pool whose capacity nobody knows would get as much as the largest.',
  fix: 'Serve the same model on each pool of the role, made by this app, and give another model a role or an alias of its own.',
  severity: 'error',
  check({ role: { name, pool, furtherPools } }) {
    if (furtherPools.length === 0) return 'not-applicable';
    const model = pool.spec.model.id;
    const others = furtherPools.flatMap((further, index): Violation[] =>
      further.spec.model.id === model
        ? []
        : [
            {
              prop: `roles.${name}.furtherPools.${index}`,
              value: further.spec.model.id,
              allowed: `a pool of ${model}`,
              message: `${pool.name} serves ${model} and ${further.name} serves ${further.spec.model.id}, and requests of ${name} come to either`,
              repairs: [`a pool of ${model} in its place`, 'overflow of the router, for another model that takes over'],
            },
          ],
    );
    const all = [
      { prop: `roles.${name}.pool`, view: pool },
      ...furtherPools.map((view, index) => ({ prop: `roles.${name}.furtherPools.${index}`, view })),
    ];
    const unweighed = all.flatMap(({ prop, view }): Violation[] =>
      kvTokensAtCeiling(view) === null
        ? [
            {
              prop,
              value: view.name,
              allowed: 'a pool of this app whose KV cache is known',
              message: `what ${view.name} can hold is not known, so nobody can say which part of the requests of ${name} it takes`,
              repairs: [`the facts that the plan of ${view.name} reports as missing`, `a role of its own for ${view.name}`],
            },
          ]
        : [],
    );
    return violations([...others, ...unweighed]);
  },
};
