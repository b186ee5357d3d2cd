/** Days of whole copies as the plugin writes them: none is told while they come as they are scheduled, and each that does not come is. */
import { backupRules } from '../../lib/observability/backup-rules';
import { type AlertRule, EVALUATION_INTERVAL, type RuleGroup } from '../../lib/observability/rule';
import { observedServers } from '../../lib/stores/state-metrics';
import { observedSetting } from './observed-setting';
import { firing, type RuleTest, ruleProblems } from './promtool';
import type { InputSeries } from './series';

const STEP_SECONDS = 300;
const HOUR_STEPS = 3_600 / STEP_SECONDS;
const HOURS = 96;

/** What one server writes: when the last copy ended (null: nothing), and whether it answers. */
interface Said {
  readonly ended: number | null;
  readonly up: 0 | 1;
}

/** @param hour since the beginning, with its parts */
type Course = (hour: number) => Said;

interface Days {
  readonly schedule?: string;
  readonly of: Course;
  /** The alert that fires, from the end of one hour to that of another; null where none does. */
  readonly told: { readonly alert: string; readonly from: number; readonly to: number } | null;
}

const answers =
  (ended: (hour: number) => number | null): Course =>
  (hour) => ({ ended: ended(hour), up: 1 });

/** Copies begin at two each night and take some minutes; before the first night one has ended. */
function nightly(hour: number, minutes: number): number {
  const day = Math.floor((hour - 2 - minutes / 60) / 24);
  return day < 0 ? 60 : (day * 24 + 2) * 3_600 + minutes * 60;
}

const MISSING = 'AgentFleetStateBackupMissing warning';
const NEVER = 'AgentFleetStateBackupMissing critical';
const UNKNOWN = 'AgentFleetStateBackupUnknown warning';

/** 50 GiB are copied in 43 minutes at most, and an hour passes before a copy begins. */
const COURSES: Readonly<Record<string, Days>> = {
  'one ends each night': { of: answers((hour) => nightly(hour, 30)), told: null },
  'one ends each night, and every second takes three quarters of an hour': {
    of: answers((hour) => nightly(hour, Math.floor((hour - 2) / 24) % 2 === 0 ? 2 : 43)),
    told: null,
  },
  'a store is made, and its first copy takes an hour and a half': {
    of: answers((hour) => (hour < 1.5 ? 0 : 5_400 + Math.floor((hour - 1.5) / 24) * 86_400)),
    told: null,
  },
  'the night of the third day is left out': {
    of: answers((hour) => nightly(hour < 50 || hour > 74.5 ? hour : 50, 30)),
    told: { alert: MISSING, from: 53, to: 60 },
  },
  'they end for good after the first night': { of: answers(() => 9_000), told: { alert: MISSING, from: 28, to: 95 } },
  'there never was one': { of: answers(() => 0), told: { alert: NEVER, from: 1, to: 95 } },
  'the object store cannot be read from the second day on': {
    of: answers((hour) => (hour < 26 ? nightly(hour, 30) : null)),
    told: { alert: UNKNOWN, from: 28, to: 95 },
  },
  'nobody asks the servers for half an hour of each day': {
    of: answers((hour) => (hour % 24 > 12 && hour % 24 < 12.5 ? null : nightly(hour, 30))),
    told: null,
  },
  'no server answers, which another alert tells': {
    of: (hour) => (hour < 26 ? answers((now) => nightly(now, 30))(hour) : { ended: null, up: 0 }),
    told: null,
  },
  'one a week, on Sundays': { schedule: '0 0 2 * * 0', of: answers(() => 9_000), told: null },
};

/** Asked in each course: before any grace ends, in between, and at the end. */
const ASKED = [0, 1, 2, 25, 28, 29, 53, 60, 74, 95];

function groupOf(schedule: string): RuleGroup {
  const { stack, planner } = observedSetting();
  const workload = { owner: stack, name: 'state', namespace: planner.workload.namespace, selector: { 'cnpg.io/cluster': 'state' } };
  const spec = { maxConnections: 100, storageGiB: 50, backups: { schedule } };
  const { backups, up } = observedServers({ workload, metricsPortName: 'metrics', metricsPath: '/metrics' }, spec, undefined);
  if (backups === undefined) throw new Error('a store with backups is not observed');
  const make = (alert: string, severity: AlertRule['labels']['severity'], body: Omit<AlertRule, 'alert' | 'labels'>): AlertRule => ({
    alert: `AgentFleet${alert}`,
    ...body,
    labels: { severity },
  });
  return { name: 'copies', interval: EVALUATION_INTERVAL, rules: backupRules(backups, up, { name: 'state', make }) };
}

/** @param changed the expressions, where one is to be wrong */
export function backupTests(changed: (expr: string) => string = (expr) => expr): RuleTest[] {
  return Object.entries(COURSES).map(([name, { schedule = '0 0 2 * * *', of, told }]) => {
    const group = groupOf(schedule);
    return {
      name,
      groups: [{ ...group, rules: group.rules.map((rule) => ({ ...rule, expr: changed(rule.expr) })) }],
      stepSeconds: STEP_SECONDS,
      input: inputOf(of),
      checks: ASKED.flatMap((hour) =>
        [MISSING, NEVER, UNKNOWN].map((alert) => {
          const [alertname, severity] = alert.split(' ');
          const isTold = told !== null && told.alert === alert && hour >= told.from && hour <= told.to;
          // Just before the hour ends.
          return firing(`,alertname="${alertname}",severity="${severity}"`, hour * 60 + 55, isTold ? 1 : 0);
        }),
      ),
    };
  });
}

/** Two servers that say the same, and another store that never had a copy. */
function inputOf(course: Course): InputSeries[] {
  const said = Array.from({ length: HOURS * HOUR_STEPS }, (_, step) => course(step / HOUR_STEPS));
  const values = (of: (now: Said) => number | null) => said.map((now) => of(now) ?? '_').join(' ');
  const series = (name: string, pod: string, of: (now: Said) => number | null) => ({
    series: `${name}{namespace="research",pod="${pod}",container="postgres"}`,
    values: values(of),
  });
  const COPIED = 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp';
  return [
    ...['state-1', 'state-2'].flatMap((pod) => [
      series(COPIED, pod, ({ ended }) => ended),
      series('cnpg_collector_up', pod, ({ up }) => up),
    ]),
    series(COPIED, 'state-of-others-1', () => 0),
    series('cnpg_collector_up', 'state-of-others-1', () => 1),
  ];
}

/** Expressions that look right. */
const MUTANTS: Readonly<Record<string, (expr: string) => string>> = {
  'a copy that never was is an old one': (expr) => expr.replace(' > 0) >', ' >= 0) >'),
  'twice the time between two copies': (expr) => expr.replace(/> (\d{5,})$/, (_, most: string) => `> ${2 * Number(most)}`),
  'no time to copy': (expr) => expr.replace(/> (\d{5,})$/, '> 86400'),
  'never is asked of copies that there are': (expr) => expr.replace(/^max\((.*)\) == 0$/, 'max($1) < 0'),
  'nothing said is told of servers that are down, too': (expr) =>
    expr.replace(/^max\(cnpg_collector_up.*?\) == 1 unless/, 'vector(1) unless'),
  'other stores count': (expr) => expr.replaceAll(/,pod=~"[^"]*"/g, ''),
};

/** Each must be seen by a course. */
export async function caughtBackupMutants(promtool: string, folder: string) {
  const problems: string[] = [];
  for (const [name, changed] of Object.entries(MUTANTS)) {
    const found = await ruleProblems(promtool, `${folder}/${name.replaceAll(/\W+/g, '-')}`, backupTests(changed));
    if (found.length === 0) problems.push(`no course sees that ${name}`);
  }
  return { problems, note: `${Object.keys(MUTANTS).length} wrong expressions` };
}
