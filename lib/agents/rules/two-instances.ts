/** AF-RTE-003: users notice the loss of the only replica at once. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { FleetView } from '../fleet-view';

const FEWEST = 2;

export const twoInstances: Rule<FleetView> = {
  id: 'two-instances',
  code: 'AF-RTE-003',
  title: 'Users wait for a role whose pool has one replica.',
  why: 'A node that fails or is upgraded takes the only replica with it, and requests fail until its model is loaded again.',
  fix: 'Keep two replicas of pools that users wait for.',
  severity: OPERATIONAL,
  check({ roles }) {
    const waited = roles.filter(({ props }) => props.latency === 'chat' || props.latency === 'voice');
    if (waited.length === 0) return 'not-applicable';
    const single = waited.filter(({ pool, furtherPools }) => {
      const replicas = [pool, ...furtherPools].reduce((sum, { minReplicas }) => sum + minReplicas, 0);
      return (
        pool.existing === undefined && (replicas < FEWEST || (furtherPools.length === 0 && (pool.prefill?.minReplicas ?? FEWEST) < FEWEST))
      );
    });
    if (single.length === 0) return 'compliant';
    return single.map(({ name, pool }) => {
      const prompts = pool.minReplicas >= FEWEST;
      return {
        prop: `roles.${name}.pool`,
        value: pool.name,
        allowed: `a pool of ${FEWEST} replicas or more`,
        message: `users wait for ${name}, and ${pool.name} keeps 1 ${prompts ? 'prefill ' : ''}replica: requests fail while it restarts`,
        repairs: [`${prompts ? 'prefill.' : ''}replicas: ${FEWEST} of ${pool.name}`],
      };
    });
  },
};
