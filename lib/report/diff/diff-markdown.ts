/** A comparison as the comment of a pull request: one line for each fleet, everything else folded below it. */

import type { Finding } from '../../core/finding';
import { renderFinding } from '../../core/render-finding';
import type { AppDiff } from '../../plan/diff/app-diff';
import type { PlanFinding } from '../../plan/diff/finding-changes';
import type { PlanDiff } from '../../plan/diff/plan-diff';
import type { PolicyAnswer } from '../../plan/diff/policy';
import { type DiffSection, diffSections } from './diff-sections';
import { highlights } from './highlights';
import { folded, markdownTable, markdownText } from './markdown';
import { headline, isSum, pricesText, shareText, signedUsd, usdOr } from './money-text';

/**
 * The first line of a comment, by which the next run finds it.
 *
 * @param tag Tells several apps of one repository apart: letters, digits and single dashes.
 */
export const commentMarker = (tag: string): string => `<!-- cdktf-agent-fleet diff: ${tag} -->`;

export function diffMarkdown({ stacks, cost }: AppDiff, answers: readonly PolicyAnswer[]): string {
  const changed = stacks.filter(({ status }) => status !== 'unchanged');
  if (changed.length === 0) return ['### Fleets: nothing changes', ...unchanged(stacks), ...policies(answers)].join('\n\n');
  return [
    `### Fleets: ${headline(cost)}`,
    costTable(changed, { stacks, cost }),
    ...policies(answers),
    `What the GPUs of the replicas cost that always run; a month has 720 hours. ${markdownText(pricesText(cost))}`.trim(),
    ...changed.map(details),
    ...unchanged(stacks),
  ].join('\n\n');
}

const unchanged = (stacks: readonly PlanDiff[]): string[] => {
  const names = stacks.filter(({ status }) => status === 'unchanged').map(({ stack }) => markdownText(stack));
  return names.length === 0 ? [] : [`No change: ${names.join(', ')}.`];
};

function costTable(changed: readonly PlanDiff[], { stacks, cost }: AppDiff): string {
  const rows = changed.map((diff) => [
    `**${markdownText(diff.stack)}**${state(diff)}`,
    ...moneyCells(diff),
    highlights(diff).map(markdownText).join('<br>'),
  ]);
  const total = isSum(stacks) ? [['all fleets', ...moneyCells({ cost }), '']] : [];
  return markdownTable(['fleet', 'before', 'after', 'change', 'in a month', 'what changes'], [...rows, ...total]);
}

const state = ({ status }: PlanDiff): string => (status === 'added' ? ' (new)' : status === 'removed' ? ' (removed)' : '');

const moneyCells = ({ cost: { floorPerHour, floorPerMonth } }: Pick<PlanDiff, 'cost'>): string[] => [
  usdOr(floorPerHour.before, '/h'),
  usdOr(floorPerHour.after, '/h'),
  `${signedUsd(floorPerHour.delta, '/h')}${shareText(floorPerHour)}`,
  signedUsd(floorPerMonth.delta, ' a month'),
];

function policies(answers: readonly PolicyAnswer[]): string[] {
  const words = { kept: 'kept', broken: '**broken**', unknown: '**not known**' };
  return answers.length === 0
    ? []
    : [answers.map(({ outcome, message }) => `- Policy ${words[outcome]}: ${markdownText(message)}`).join('\n')];
}

function details(diff: PlanDiff): string {
  const { floorPerHour, ceilingPerHour } = diff.cost;
  const costs = markdownTable(
    ['cost per hour', 'before', 'after', 'change'],
    [
      [
        'replicas that always run',
        usdOr(floorPerHour.before, ''),
        usdOr(floorPerHour.after, ''),
        `${signedUsd(floorPerHour.delta, '')}${shareText(floorPerHour)}`,
      ],
      [
        'all replicas that may run',
        usdOr(ceilingPerHour.before, ''),
        usdOr(ceilingPerHour.after, ''),
        `${signedUsd(ceilingPerHour.delta, '')}${shareText(ceilingPerHour)}`,
      ],
    ],
  );
  const { appeared, resolved } = diff.findings;
  const content = [
    costs,
    ...diffSections(diff).map(sectionText),
    ...findingList('New findings', appeared, true),
    ...findingList('Findings that are gone', resolved, false),
  ];
  return folded(`Details of ${markdownText(diff.stack)}`, content.join('\n\n'));
}

function sectionText({ title, status, rows }: DiffSection): string {
  const label = ({ label: text, isField }: DiffSection['rows'][number]) =>
    isField ? `\`${text.replace(/[`|\n]/g, '')}\`` : markdownText(text);
  const head = `**${markdownText(title)}**${status === 'changed' ? '' : ` (${status})`}`;
  if (status === 'changed')
    return `${head}\n\n${markdownTable(
      ['', 'before', 'after'],
      rows.map((row) => [label(row), ...[row.before, row.after].map(markdownText)]),
    )}`;
  const value = ({ before, after }: DiffSection['rows'][number]) => markdownText(status === 'added' ? after : before);
  return `${head}\n\n${markdownTable(
    ['', ''],
    rows.map((row) => [label(row), value(row)]),
  )}`;
}

/** @param whole with the arithmetic and the repairs */
function findingList(title: string, findings: readonly PlanFinding[], whole: boolean): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map((finding) => {
    const [first = '', ...more] = renderFinding(finding as Finding).split('\n');
    return [
      `- ${finding.severity}: ${markdownText(first)}`,
      ...(whole ? more.map((line) => `  - ${markdownText(line.trim().replace(/ {2,}/g, ' '))}`) : []),
    ].join('\n');
  });
  return [`**${title}**\n\n${lines.join('\n')}`];
}
