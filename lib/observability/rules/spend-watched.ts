/** AF-OBS-008: agents that loop are seen in their tokens first. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { OPERATIONAL, type Rule, type Violation, violations } from '../../core/rule';
import type { WatchView } from '../watch-view';

/** Times its usual tokens at which a client is looked at (published). */
const PUBLISHED_TIMES = 10;

export const spendWatched: Rule<WatchView> = {
  id: 'spend-watched',
  code: 'AF-OBS-008',
  title: 'Nobody is told when agents use ten times their usual tokens.',
  why: 'A loop of agents calls models without end; it raises no error and fills no queue that another client would not fill.',
  fix: 'Put a router that counts tokens by client before the pools, watched by the same stack, and leave spendTimesBaseline at 10 or less.',
  severity: OPERATIONAL,
  check({ spec: { alerts, fleets } }) {
    if (fleets.length === 0) return 'not-applicable';
    const uncounted = fleets.filter(({ router }) => router !== undefined && (router.observed?.metrics.tokens ?? null) === null);
    const late: Violation[] =
      alerts.spendTimesBaseline <= PUBLISHED_TIMES
        ? []
        : [
            {
              prop: 'alerts.spendTimesBaseline',
              value: alerts.spendTimesBaseline,
              allowed: `at most ${PUBLISHED_TIMES}`,
              message: `a client is looked at when it uses ${alerts.spendTimesBaseline} times its usual tokens, and a loop costs as much until then`,
              repairs: [repair(set('alerts.spendTimesBaseline', PUBLISHED_TIMES))],
            },
          ];
    return violations([
      ...late,
      ...uncounted.map((fleet) => ({
        prop: `fleets.${fleets.indexOf(fleet)}`,
        value: fleet.name,
        allowed: 'a fleet whose router counts tokens by client',
        message: `the router of fleet ${fleet.name} is not scraped here or counts no tokens, so no alert tells of agents that loop`,
        repairs: ['router of the fleet: one that this app makes'],
      })),
    ]);
  },
};
