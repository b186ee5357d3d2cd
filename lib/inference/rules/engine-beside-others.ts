/** AF-ENG-046: an engine whose memory depends on what others hold cannot be planned beside them. */
import { engineModelOf } from '../../capacity/engines/registry';
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

export const engineBesideOthers: Rule<PoolView> = {
  id: 'engine-beside-others',
  code: 'AF-ENG-046',
  title: 'An engine shares a card, and takes memory by what is free when it starts.',
  why: 'What it gets depends on which engine of the card starts first, so no plan holds.',
  fix: 'Take an engine that takes a share of the whole card, or a card or a MIG slice of its own.',
  severity: 'error',
  check({ spec, nodes: { sharing, nodePools }, replica, engine }) {
    if (sharing === null) return 'not-applicable';
    const { besideOthers = false, meaning } = engineModelOf(replica).memoryShare;
    if (besideOthers) return 'compliant';
    const names = nodePools.map(({ name }) => `"${name}"`).join(', ');
    return [
      {
        prop: 'engine',
        value: engine.name,
        allowed: 'an engine that takes a share of the whole card',
        message: `${engine.name} cannot be planned on the shared cards of node pool ${names}: its share of the memory is a ${meaning}`,
        repairs: [
          ...(spec.nodePool === undefined ? [] : [repair(remove('nodePool'))]),
          ...(spec.engine === undefined ? [] : [repair(remove('engine'))]),
        ],
      },
    ];
  },
};
