/** Each alert leads to a page that says what to look at and what to change in the stack's code. */
import type { AlertRule, RuleGroup } from './rule';

/** Folder of the pages, one for each alert, under its name. */
const PAGES = 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/main/docs/runbooks';

/** Address of the page of an alert. */
export const runbookUrl = (alert: string): string => `${PAGES}/${alert}.md`;

const withPage = (rule: AlertRule): AlertRule => ({ ...rule, annotations: { ...rule.annotations, runbook_url: runbookUrl(rule.alert) } });

/** The same rules, with the page of each alert beside its description. */
export function withRunbooks(groups: readonly RuleGroup[]): RuleGroup[] {
  return groups.map((group) => ({ ...group, rules: group.rules.map((rule) => ('alert' in rule ? withPage(rule) : rule)) }));
}
