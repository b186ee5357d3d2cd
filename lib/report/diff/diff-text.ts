/** A comparison as a person reads it in a terminal. */
import type { Finding } from '../../core/finding';
import { printableData } from '../../core/printable';
import { renderFinding } from '../../core/render-finding';
import type { AppDiff } from '../../plan/diff/app-diff';
import type { PlanDiff } from '../../plan/diff/plan-diff';
import type { PolicyAnswer } from '../../plan/diff/policy';
import type { Palette } from '../palette';
import { wrap } from '../wrap';
import { type DiffSection, diffSections } from './diff-sections';
import { highlights } from './highlights';
import { headline, isSum, pricesText, shareText, signedUsd, usdOr } from './money-text';

export function diffText(given: AppDiff, answers: readonly PolicyAnswer[], colour: Palette, width: number): string {
  const { stacks, cost } = printableData(given);
  const changed = stacks.filter(({ status }) => status !== 'unchanged');
  const same = stacks.filter(({ status }) => status === 'unchanged').map(({ stack }) => stack);
  return [
    ...changed.map((diff) => stackText(diff, colour, width)),
    ...(same.length === 0 ? [] : [`no change: ${same.join(', ')}`]),
    ...(isSum(stacks) ? [`${colour.bold('all fleets')}  ${headline(cost)}`] : []),
    ...(pricesText(cost) === '' || changed.length === 0 ? [] : [colour.dim(wrap(pricesText(cost), width))]),
    ...(answers.length === 0 ? [] : [answers.map((answer) => policyText(answer, colour, width)).join('\n')]),
  ].join('\n\n');
}

function stackText(diff: PlanDiff, colour: Palette, width: number): string {
  const { floorPerHour, floorPerMonth, ceilingPerHour } = diff.cost;
  const paint =
    floorPerHour.delta === null || floorPerHour.delta === 0 ? colour.bold : floorPerHour.delta > 0 ? colour.yellow : colour.green;
  const status = diff.status === 'changed' ? '' : ` (${diff.status === 'added' ? 'new' : diff.status})`;
  const money = `${usdOr(floorPerHour.before, '/h')} → ${usdOr(floorPerHour.after, '/h')}`;
  const change =
    floorPerHour.delta === 0
      ? signedUsd(0, '/h')
      : `${signedUsd(floorPerHour.delta, '/h')}${shareText(floorPerHour)}, ${signedUsd(floorPerMonth.delta, ' a month')}`;
  const most = `  all replicas that may run ${usdOr(ceilingPerHour.before, '/h')} → ${usdOr(ceilingPerHour.after, '/h')}`;
  return [
    `${colour.bold(diff.stack)}${status}  ${money}  ${paint(change)}`,
    ...(ceilingPerHour.before === floorPerHour.before && ceilingPerHour.after === floorPerHour.after ? [] : [colour.dim(most)]),
    ...highlights(diff).map((text) => wrap(`  ${text}`, width, '  ')),
    ...diffSections(diff).map((section) => `\n${sectionText(section, colour, width)}`),
    ...findingTexts(diff, colour, width),
  ].join('\n');
}

/** Columns of labels and figures; where they are too wide, each line is one below the other. */
function sectionText({ title, status, rows }: DiffSection, colour: Palette, width: number): string {
  const label = Math.max(...rows.map((row) => row.label.length)) + 2;
  const before = Math.max(0, ...rows.map((row) => row.before.length).filter((length) => length <= width / 3));
  const lines = rows.map((row) => {
    const figures = status === 'changed' ? `${row.before.padEnd(before)} → ${row.after}` : status === 'added' ? row.after : row.before;
    const line = `  ${row.label.padEnd(label)}${figures}`;
    if (line.length <= width) return line;
    return [
      `  ${row.label}`,
      ...(status === 'changed' ? [row.before, `→ ${row.after}`] : [figures]).map((text) => wrap(`    ${text}`, width, '  ')),
    ].join('\n');
  });
  return [colour.bold(`${title}${status === 'changed' ? '' : ` (${status})`}`), ...lines].join('\n');
}

function findingTexts({ findings: { appeared, resolved } }: PlanDiff, colour: Palette, width: number): string[] {
  const paint = { error: colour.red, warning: colour.yellow, info: colour.dim };
  const came = appeared.map(
    (finding) => `\n${paint[finding.severity](`new ${finding.severity}`)} ${wrap(renderFinding(finding as Finding), width - 12, '    ')}`,
  );
  const went = resolved.map(({ severity, code, path, message }) => wrap(`gone ${severity} [${code}] ${path}: ${message}`, width, '    '));
  return [...came, ...(went.length === 0 ? [] : [`\n${went.join('\n')}`])];
}

function policyText({ policy, outcome, message }: PolicyAnswer, colour: Palette, width: number): string {
  const paint = { kept: colour.green, broken: colour.red, unknown: colour.magenta }[outcome];
  return wrap(`${paint(outcome === 'unknown' ? 'not known' : outcome)}  ${policy}  ${message}`, width, '    ');
}
