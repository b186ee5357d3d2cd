/** AF-CPU-049: frameworks call their tables and keys alike, whichever fleet they are of. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { KeptState } from '../kept-state';

export const stateOfOneFleet: Rule<KeptState> = {
  id: 'state-of-one-fleet',
  code: 'AF-CPU-049',
  title: 'Two fleets keep their state in one database.',
  why: 'Threads and sessions with one id are one for both, what one deletes or migrates is gone or changed for the other, and a server of LangGraph takes the runs of the other fleet.',
  fix: 'Give each fleet a store of its own, or another database of the same server.',
  severity: OPERATIONAL,
  check({ prop, kind, name, place, others, alike }) {
    if (name === null) return 'not-applicable';
    if (others.length === 0) return 'compliant';
    const named = others.map((other) => `${other.name} (${other.path})`).join(', ');
    const names = alike === null ? 'under names that their frameworks choose' : `as ${alike}`;
    return [
      {
        prop,
        value: place,
        allowed: 'a place that agents of another program do not use',
        message: `${name} keeps state in ${place}, and so ${others.length === 1 ? 'does' : 'do'} ${named}, ${names}; nothing there says whose it is`,
        repairs: REPAIRS[kind](name, prop),
      },
    ];
  },
};

const REPAIRS: Readonly<Record<KeptState['kind'], (name: string, prop: string) => string[]>> = {
  'state-store': (name, prop) => [
    `${written(prop)}new StateStore(stack, '${name}-state', { cluster })`,
    `${written(prop)}state.addDatabase('${name.replaceAll('-', '_')}'), on the servers of a StateStore`,
    `${written(prop)}StateStore.fromExisting({ … }), with another database of the same server`,
  ],
  'session-store': (name, prop) => [
    `${written(prop)}new SessionStore(stack, '${name}-sessions', { cluster })`,
    `clients: { '${name}': { keys: ['${name}:*'] }, … } of the session store, where the programs begin their keys so`,
  ],
};

/** A prop that is an item of a list is not written out. */
const written = (prop: string): string => (/^\w+$/.test(prop) ? `${prop}: ` : '');
