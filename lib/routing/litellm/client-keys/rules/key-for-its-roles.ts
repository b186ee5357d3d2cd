/** AF-RTE-046: a key without an alias that its fleet asks for. */
import type { Rule } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

export const keyForItsRoles: Rule<KeyedClient> = {
  id: 'key-for-its-roles',
  code: 'AF-RTE-046',
  title: 'The key of a client leaves out a model that its fleet asks for.',
  why: 'The router answers every request for it with 403.',
  fix: 'Name every alias of the fleet, or leave models out.',
  severity: 'error',
  check({ client, models, needs }) {
    if (models === undefined || needs.length === 0) return 'not-applicable';
    const refused = needs.filter((alias) => !models.includes(alias));
    if (refused.length === 0) return 'compliant';
    const all = [...models, ...refused].map((alias) => `'${alias}'`).join(', ');
    return [
      {
        prop: `clientKeys.${client}.models`,
        value: models,
        allowed: `at least ${needs.join(', ')}`,
        message: `the fleet of ${client} asks for ${refused.join(', ')}, which its key is not for`,
        repairs: [`clientKeys.${client}.models: [${all}]`, `clientKeys.${client} without models`],
      },
    ];
  },
};
