/** AF-ENG-010: a server whose health nobody asks for gets requests while it loads. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const healthProbed: Rule<PoolView> = {
  id: 'health-probed',
  code: 'AF-ENG-010',
  title: 'An engine has no path at which its health is asked.',
  why: 'The root of a server answers as soon as it listens: requests would reach replicas that still load their model.',
  fix: 'Give healthPath of the engine a path that answers when the model is served.',
  severity: OPERATIONAL,
  check({ engine: { healthPath, name } }) {
    if (healthPath !== '' && healthPath !== '/') return 'compliant';
    return [
      {
        prop: 'engine',
        value: healthPath,
        allowed: "a path such as '/health'",
        message: `the probes ask ${name} at "${healthPath}", where it answers before its model is loaded`,
        repairs: ["healthPath: '/health' of the engine"],
      },
    ];
  },
};
