/** Prometheus rules as data. The expressions of a group are evaluated in order, so an alert may read a series recorded above it. */

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** `critical` calls the person on duty, `warning` waits for the morning, `info` is read with the monthly bill. */
export type AlertSeverity = 'critical' | 'warning' | 'info';

/** An alerting rule of Prometheus. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold, e.g. `1m`. */
  readonly for: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: AlertSeverity };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    /** Page that says what to look at and what to change; every alert of a stack has one. */
    readonly runbook_url?: string;
  };
}

/** An alert without its name and its labels. */
export type AlertBody = Omit<AlertRule, 'alert' | 'labels'>;

/** Adds the labels of whom an alert is about. @param alert its name without that of the product */
export type MakeAlert = (alert: string, severity: AlertSeverity, body: AlertBody) => AlertRule;

/** Rules of Prometheus that are evaluated together. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}

/** Seconds between two evaluations: two scrapes. */
export const EVALUATION_INTERVAL = '30s';
