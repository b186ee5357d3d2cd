/** How a fleet stands against a pack, as text. */
import { acceptedText } from '../core/accepted-text';
import type { Finding } from '../core/finding';
import { renderFinding } from '../core/render-finding';
import type { PackResult, PointOutcome, PointResult } from '../policies/hold-against';
import type { Palette } from './palette';
import { wrap } from './wrap';

const WORDS: Readonly<Record<PointOutcome, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  acknowledged: 'accepted',
  'not-applicable': 'n/a',
};

/** @param checklist the same plans against the checklist for production, of which the score is printed */
export function checkTable(result: PackResult, checklist: PackResult, colour: Palette, width: number): string {
  const { pack, environment, results } = result;
  const lines = results.map((one) => line(one, colour));
  const failing = results.filter(({ outcome }) => outcome === 'fail').flatMap((one) => messages(one, colour, width));
  const accepted = results.flatMap(({ findings }) => findings.filter(({ acknowledged }) => acknowledged !== undefined));
  return [
    `${colour.bold(pack.id)} (${pack.title}), judged for ${environment}`,
    lines.join('\n'),
    ...(failing.length === 0 ? [] : [failing.join('\n\n')]),
    ...(accepted.length === 0 ? [] : [accepted.map((one) => acceptance(one, width)).join('\n')]),
    total(result, checklist, colour),
  ].join('\n\n');
}

function line({ point, outcome, severity }: PointResult, colour: Palette): string {
  const paint = {
    pass: colour.green,
    fail: severity === 'error' ? colour.red : colour.yellow,
    acknowledged: colour.magenta,
    'not-applicable': colour.dim,
  };
  const codes = point.policies.map(({ code }) => code).join(', ');
  return `${paint[outcome](WORDS[outcome].padEnd(8))}  ${point.title} ${colour.dim(`(${codes})`)}`;
}

function messages({ findings, severity }: PointResult, colour: Palette, width: number): string[] {
  const paint = { error: colour.red, warning: colour.yellow, info: colour.dim }[severity];
  return findings
    .filter(({ acknowledged }) => acknowledged === undefined)
    .map((finding) => `${paint(severity)} ${wrap(renderFinding(finding), width - severity.length - 1, '    ')}`);
}

function acceptance({ code, path, acknowledged }: Finding, width: number): string {
  return acknowledged === undefined ? '' : wrap(`accepted [${code}] ${path} (${acceptedText(acknowledged)})`, width, '    ');
}

function total({ results }: PackResult, checklist: PackResult, colour: Palette): string {
  const count = (outcome: PointOutcome) => results.filter((one) => one.outcome === outcome).length;
  const counts = `${count('pass')} pass, ${count('fail')} fail, ${count('acknowledged')} accepted, ${count('not-applicable')} not applicable`;
  return `${counts}\n${colour.bold(`checklist for production: ${checklist.score.met}/${checklist.score.of}`)}`;
}
