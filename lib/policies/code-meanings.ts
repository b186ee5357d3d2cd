/** Every code with what it means: from the rules, and from the codes that no rule owns. docs/errors.md and `agent-fleet explain` print it. */
import { CODES } from '../core/codes';
import { isGraded, type Rule } from '../core/rule';
import { ALL_RULES } from './all-rules';

export interface CodeRow {
  readonly code: string;
  /** In words, e.g. `warning, info in development`. */
  readonly severity: string;
  readonly meaning: string;
  readonly why: string;
  readonly fix: string;
}

export const CODE_ROWS: readonly CodeRow[] = [
  ...ALL_RULES.map((rule) => ({ code: rule.code, severity: severityOf(rule), meaning: meaningOf(rule), why: rule.why, fix: rule.fix })),
  ...Object.entries(CODES).map(([code, { title, why, fix }]) => ({ code, severity: 'error', meaning: title, why, fix })),
];

function meaningOf({ title, raisedBy }: Rule<never>): string {
  return raisedBy === undefined ? title : `${title} Raised by ${raisedBy} alone.`;
}

function severityOf(rule: Rule<never>): string {
  return rule.uncertain === true ? `${ownSeverity(rule)}, error where strict` : ownSeverity(rule);
}

function ownSeverity({ severity }: Rule<never>): string {
  if (typeof severity === 'string') return severity;
  if (isGraded(severity)) return severity.join(' or ');
  const other = Object.entries(severity).filter(([, at]) => at !== severity.production);
  return [severity.production, ...other.map(([environment, at]) => `${at} in ${environment}`)].join(', ');
}
