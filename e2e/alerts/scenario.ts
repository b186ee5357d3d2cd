/** One way in which something goes wrong so that an alert fires. */
import type { Course } from './series';

export interface Scenario {
  readonly alert: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly pool: 'planner' | 'workers' | 'router' | 'tasks' | 'store' | 'state' | 'vectors' | 'observability';
  /** Minutes of trouble; the alert must fire at their end and not at their beginning. */
  readonly minutes: number;
  /** Minutes of health before it. @default 15, an hour before a trouble of a day */
  readonly before?: number;
  /** Minutes of health after it, until the alert has to be clear. @default 60 where `before` is given */
  readonly after?: number;
  /** Nothing that happens in the story ends it. @default false */
  readonly lasts?: boolean;
  /** Series of the pool that go wrong. */
  readonly trouble: Readonly<Record<string, Partial<Course>>>;
  /** Series of pools that go wrong at the same time. */
  readonly beside?: Readonly<Partial<Record<'planner' | 'workers', Readonly<Record<string, Partial<Course>>>>>>;
  /** Further labels that the alert must have. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Alerts of the same name that must not fire. */
  readonly silent?: 'critical' | 'warning';
}
