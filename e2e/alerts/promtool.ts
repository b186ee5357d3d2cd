/** Rules over time in Prometheus itself: `promtool test rules` evaluates them on series that we write. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AlertRule, RecordingRule, RuleGroup } from '../../lib/observability/rule';
import { run } from '../machine/command';
import type { InputSeries } from './series';

export interface Check {
  readonly expr: string;
  readonly atMinutes: number;
  readonly value: number;
}

export interface RuleTest {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
  readonly stepSeconds: number;
  readonly input: readonly InputSeries[];
  readonly checks: readonly Check[];
}

/** How many alerts fire, of a name and severity where some are given. */
export const firing = (matchers: string, atMinutes: number, value: number): Check => ({
  expr: `count(ALERTS{alertstate="firing"${matchers}}) or vector(0)`,
  atMinutes,
  value,
});

/** What promtool says against the tests, by their names; nothing where they hold. */
export async function ruleProblems(promtool: string, folder: string, tests: readonly RuleTest[]): Promise<string[]> {
  fs.mkdirSync(folder, { recursive: true });
  const files = tests.map((test, index) => writeTest(path.join(folder, String(index)), test));
  const result = await run(promtool, ['test', 'rules', ...files], { timeoutSeconds: 300 });
  if (result.code === 0) return tests.length === 0 ? ['no rule was asked'] : [];
  return [`${result.stdout}${result.stderr}`.replace(/\s+/g, ' ').slice(0, 2_000) || `promtool ended with status ${result.code}`];
}

/** What promtool says against the form of rules. */
export async function loadProblems(promtool: string, folder: string, groups: readonly RuleGroup[]): Promise<string[]> {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'rules.json');
  fs.writeFileSync(file, JSON.stringify({ groups }));
  const { code, stdout, stderr } = await run(promtool, ['check', 'rules', file]);
  return code === 0 && stdout.includes('SUCCESS') && stderr === '' ? [] : [`${stdout}${stderr}`];
}

function writeTest(prefix: string, { name, groups, stepSeconds, input, checks }: RuleTest): string {
  const interval = `${stepSeconds}s`;
  fs.writeFileSync(`${prefix}-rules.json`, JSON.stringify({ groups: groups.map((group) => ({ ...group, interval })) }));
  const promql_expr_test = checks.map(({ expr, atMinutes, value }) => ({
    expr,
    eval_time: `${Math.round(atMinutes * 60)}s`,
    exp_samples: [{ labels: '{}', value }],
  }));
  const tests = [{ name, interval, input_series: input, promql_expr_test }];
  const file = `${prefix}-tests.json`;
  // Without an order promtool takes one by chance; a sample that is one step of five minutes old is then no sample any more.
  const group_eval_order = groups.map((group) => group.name);
  fs.writeFileSync(file, JSON.stringify({ rule_files: [`${prefix}-rules.json`], evaluation_interval: interval, group_eval_order, tests }));
  return file;
}

const nameOf = (rule: AlertRule | RecordingRule): string => ('alert' in rule ? rule.alert : rule.record);

/** A rule with those that record what it reads: a day of every rule would take a minute to evaluate. */
export function withWhatItReads(groups: readonly RuleGroup[], wanted: (rule: AlertRule | RecordingRule) => boolean): RuleGroup[] {
  const all = groups.flatMap(({ rules }) => [...rules]);
  const kept = new Set(all.filter(wanted));
  for (const rule of kept) {
    for (const other of all) if ('record' in other && rule.expr.includes(nameOf(other))) kept.add(other);
  }
  return groups.map((group) => ({ ...group, rules: group.rules.filter((rule) => kept.has(rule)) })).filter(({ rules }) => rules.length > 0);
}
