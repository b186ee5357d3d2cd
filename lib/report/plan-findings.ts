/** The findings of a plan in a terminal, the most severe first; what somebody accepts is one line of codes with its reasons. */
import { acceptedText } from '../core/accepted-text';
import type { Finding } from '../core/finding';
import { renderFinding } from '../core/render-finding';
import type { FleetPlan } from '../plan/schema';
import type { Palette } from './palette';
import { wrap } from './wrap';

const SEVERITIES = ['error', 'warning', 'info'] as const;

export function planFindings({ findings }: FleetPlan, colour: Palette, width: number): string[] {
  const paint = { error: colour.red, warning: colour.yellow, info: colour.dim };
  const open = (findings as readonly Finding[]).filter(({ acknowledged }) => acknowledged === undefined);
  return [
    ...SEVERITIES.flatMap((severity) =>
      open
        .filter((finding) => finding.severity === severity)
        .map((finding) => `${paint[severity](severity)} ${wrap(renderFinding(finding), width - severity.length - 1, '    ')}`),
    ),
    ...accepted(findings as readonly Finding[], colour, width),
  ];
}

/** `accepted: AF-OBS-006 (platform team: …) · AF-SEC-004 (…)`; one reason for several places of a rule is said once. */
function accepted(findings: readonly Finding[], colour: Palette, width: number): string[] {
  const texts = findings.flatMap(({ code, acknowledged }) =>
    acknowledged === undefined ? [] : [`${code} (${acceptedText(acknowledged)})`],
  );
  if (texts.length === 0) return [];
  return [`${colour.magenta('accepted:')} ${wrap([...new Set(texts)].join(' · '), width - 'accepted: '.length, '    ')}`];
}
