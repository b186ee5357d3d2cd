/** AF-ELA-006: a spot node goes within minutes, whoever waits. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { FleetRole } from '../fleet-view';

export const spotInterruptible: Rule<FleetRole> = {
  id: 'spot-interruptible',
  code: 'AF-ELA-006',
  title: 'A role that cannot be interrupted runs on spot nodes.',
  why: 'The cloud takes a spot node back within minutes: who waits for an answer gets none, and work without checkpoints starts anew.',
  fix: 'Keep the pools of chat and voice on nodes that stay, and give work on spot nodes a state store.',
  severity: OPERATIONAL,
  check({ fleet, role: { name, props, pool: first, furtherPools } }) {
    const pool = [first, ...furtherPools].find(({ nodes }) => nodes.nodePools.some(({ purchase }) => purchase === 'spot'));
    if (pool === undefined) return 'not-applicable';
    const isWaitedFor = props.latency === 'chat' || props.latency === 'voice';
    // A floor that stays answers what a node of the burst leaves behind.
    const keepsFloor = pool.nodes.burst !== null && pool.nodes.floor.every(({ purchase }) => purchase !== 'spot');
    if (isWaitedFor && keepsFloor) return 'compliant';
    if (!isWaitedFor && fleet.setting.hasStateStore) return 'compliant';
    return [
      {
        prop: isWaitedFor ? `roles.${name}.${pool === first ? 'pool' : 'furtherPools'}` : 'stateStore',
        value: isWaitedFor ? pool.name : false,
        allowed: isWaitedFor ? 'a pool on nodes that stay' : 'a state store for checkpoints',
        message: isWaitedFor
          ? `users wait for ${name}, and ${pool.name} may run on spot nodes, which are taken back within minutes`
          : `${name} may run on spot nodes, and without a state store its work starts anew when a node is taken back`,
        repairs: [
          isWaitedFor ? `nodePool of ${pool.name}: one whose purchase is 'on-demand'` : 'stateStore left out, so the fleet gets one',
        ],
      },
    ];
  },
};
