/** AF-ENG-008: inside a loop that users wait for, no model may have to be loaded first: neither from zero replicas nor in turns with another. */
import { FRAMEWORKS } from '../../../catalog/frameworks';
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, type Violation, violations } from '../../../core/rule';
import { frameworkProfile } from '../framework-profile';
import type { ServedRole, ServedRoles } from '../served-roles';

export const modelAlwaysThere: Rule<ServedRoles> = {
  id: 'model-always-there',
  code: 'AF-ENG-008',
  title: 'A model that users wait for has no replica that is always there, or takes turns with others on its GPU.',
  why: 'Loading weights takes minutes, and users do not wait that long.',
  fix: 'Keep at least one replica, on a GPU of its own, or serve the role in the background.',
  severity: 'error',
  check({ framework, roles }) {
    const together = frameworkProfile(framework).modelsResidentTogether;
    const someoneWaits = roles.some(({ latency }) => latency !== 'background');
    const waited = roles.filter(
      ({ latency, takesTurns }) => latency !== 'background' || (together && (someoneWaits || takesTurns === true)),
    );
    if (waited.length === 0) return 'not-applicable';
    return violations(
      waited.flatMap((served) => {
        const why = reason(served, framework, together);
        if (served.takesTurns === true) return [turns(served, `shares its GPU in turns: a swap loads the weights again, ${why}`)];
        return served.floor === 0 ? [asleep(served, `has no replica that is always there: a start takes minutes, ${why}`)] : [];
      }),
    );
  },
};

const reason = ({ role, latency }: ServedRole, framework: ServedRoles['framework'], together: boolean) =>
  together && latency === 'background'
    ? `and one request of ${FRAMEWORKS[framework].name} touches all its agents, '${role}' among them`
    : `and users wait for '${role}' (${latency})`;

const turns = ({ role, pool }: ServedRole, what: string): Violation => ({
  prop: `roles.${role}.pool`,
  value: pool,
  allowed: 'a GPU of its own, or memory shares of one GPU',
  message: `pool '${pool}' ${what}`,
  repairs: ['all models resident: memory shares of one GPU (shareGpu)', 'a GPU of its own'],
});

const asleep = ({ role, pool, floor }: ServedRole, what: string): Violation => ({
  prop: `roles.${role}.pool`,
  value: floor,
  allowed: '≥ 1 replica',
  message: `pool '${pool}' ${what}`,
  repairs: [`a floor of 1 replica for pool '${pool}'`, repair(set(`roles.${role}.latency`, 'background'))],
});
