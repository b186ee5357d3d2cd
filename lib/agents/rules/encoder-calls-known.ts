/** AF-ENG-052: a pool that nobody is known to ask is sized for nothing. */
import { type Rule, violations } from '../../core/rule';
import { callsByRole, ENCODERS } from '../encoder-calls';
import type { FleetView } from '../fleet-view';

export const encoderCallsKnown: Rule<FleetView> = {
  id: 'encoder-calls-known',
  code: 'AF-ENG-052',
  title: 'A fleet has a pool for embeddings or for ranking, and no role says how often it asks.',
  why: 'The plan counts no tokens on that pool, so it fits whatever the agents ask of it.',
  fix: 'Say embeddingCalls or rerankCalls of the roles that ask.',
  severity: 'info',
  uncertain: true,
  check({ spec, setting }) {
    const given = ENCODERS.flatMap(({ pool, calls }) => {
      const encoder = spec[pool];
      return encoder === undefined ? [] : [{ pool, calls, name: setting.poolOf(encoder).name }];
    });
    if (given.length === 0) return 'not-applicable';
    const asked = callsByRole(spec);
    const [role] = [...Object.keys(spec.roles), ...Object.keys(spec.apiRoles ?? {})];
    return violations(
      given
        .filter(({ pool }) => !asked.some((one) => one.pool === pool))
        .map(({ pool, calls, name }) => ({
          prop: pool,
          value: name,
          allowed: `${calls} of the roles that ask it`,
          message: `no role says how often it asks ${name} (${pool}), so the plan counts no load for it`,
          repairs: [`roles.${role ?? 'worker'}.${calls}: { perMinute, tokens }`],
        })),
    );
  },
};
