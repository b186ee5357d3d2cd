/** AF-RTE-002: what has failed gets requests until somebody asks for its health. */
import { OPERATIONAL, type Rule } from '../../../core/rule';
import type { RouterView } from '../router-view';

const BETWEEN = { least: 10, most: 15 } as const;

export const healthAskedOften: Rule<RouterView> = {
  id: 'health-asked-often',
  code: 'AF-RTE-002',
  title: 'The health of a router is asked for too seldom or too often.',
  why: 'A router that has failed gets requests until the next check; checks every few seconds end routers that are only busy.',
  fix: 'Ask every 10 to 15 seconds.',
  severity: OPERATIONAL,
  check({ healthIntervalSeconds: seconds }) {
    if (seconds === undefined) return 'not-applicable';
    if (seconds >= BETWEEN.least && seconds <= BETWEEN.most) return 'compliant';
    return [
      {
        prop: 'healthIntervalSeconds',
        value: seconds,
        allowed: `${BETWEEN.least} to ${BETWEEN.most} seconds`,
        message: `the health of the router is asked for every ${seconds} seconds`,
        repairs: [`an interval of ${BETWEEN.least} seconds`],
      },
    ];
  },
};
