/** AF-OBS-010: what another App makes is not known here. */
import type { Rule } from '../../core/rule';
import type { WatchedPool } from '../watch-view';

export const watchedInApp: Rule<WatchedPool> = {
  id: 'watched-in-app',
  code: 'AF-OBS-010',
  title: 'A watched fleet belongs to another App.',
  why: 'Nothing is known of its pools here, so rules and dashboards would be empty.',
  fix: 'Make both in one App.',
  severity: 'error',
  check({ prop, path, sameApp }) {
    if (sameApp) return 'compliant';
    return [
      {
        prop,
        value: path,
        allowed: 'a fleet of the same App',
        message: `${path} belongs to another App, so nothing is known of it here`,
        repairs: ['make both in one App'],
      },
    ];
  },
};
