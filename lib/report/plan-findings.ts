/** The findings of a plan in a terminal, the most severe first; hints are counted and what somebody accepts is one line, unless all are asked for. */
import { acceptedText } from '../core/accepted-text';
import type { Finding } from '../core/finding';
import { formatInteger } from '../core/format';
import { renderFinding } from '../core/render-finding';
import type { FleetPlan } from '../plan/schema';
import type { Palette } from './palette';
import { wrap } from './wrap';

const SEVERITIES = ['error', 'warning', 'info'] as const;

interface Shown {
  readonly colour: Palette;
  /** Columns at which texts break. */
  readonly width: number;
  /** Every finding in full. */
  readonly all: boolean;
}

export function planFindings(plan: FleetPlan, shown: Shown): string[] {
  const findings = plan.findings as readonly Finding[];
  if (shown.all) return inFull(findings, shown);
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const [serious, hints] = [open.filter(({ severity }) => severity !== 'info'), open.filter(({ severity }) => severity === 'info')];
  return [...inFull(serious, shown), ...counted(hints, shown), ...accepted(findings, shown)];
}

function inFull(findings: readonly Finding[], { colour, width }: Shown): string[] {
  const paint = { error: colour.red, warning: colour.yellow, info: colour.dim };
  return SEVERITIES.flatMap((severity) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => `${paint[severity](severity)} ${wrap(renderFinding(finding), width - severity.length - 1, '    ')}`),
  );
}

/** `9 hints: AF-STO-001 (2), AF-SEC-006 · agent-fleet plan --all prints them`. */
function counted(hints: readonly Finding[], { colour, width }: Shown): string[] {
  if (hints.length === 0) return [];
  const codes = [...new Set(hints.map(({ code }) => code))].map((code) => {
    const many = hints.filter((hint) => hint.code === code).length;
    return many === 1 ? code : `${code} (${formatInteger(many)})`;
  });
  const label = `${formatInteger(hints.length)} ${hints.length === 1 ? 'hint' : 'hints'}:`;
  const text = wrap(`${label} ${codes.join(', ')} · agent-fleet plan --all prints ${hints.length === 1 ? 'it' : 'them'}`, width, '    ');
  return [`${colour.dim(label)}${text.slice(label.length)}`];
}

/** `accepted: AF-OBS-006 (platform team: …) · AF-SEC-004 (…)`; one reason for several places of a rule is said once. */
function accepted(findings: readonly Finding[], { colour, width }: Shown): string[] {
  const texts = findings.flatMap(({ code, acknowledged }) =>
    acknowledged === undefined ? [] : [`${code} (${acceptedText(acknowledged)})`],
  );
  if (texts.length === 0) return [];
  return [`${colour.magenta('accepted:')} ${wrap([...new Set(texts)].join(' · '), width - 'accepted: '.length, '    ')}`];
}
