/** Checklists with what they say of each point; what is broken comes first. */
import type { CheckedPoint, Checklist } from '../view/checklist';
import type { ReportView } from '../view/report-view';
import { count } from './figure';
import { type Markup, markup } from './markup';
import type { Section } from './section';

export function checklistSection({ checklists }: ReportView): Section | null {
  if (checklists.length === 0) return null;
  return { id: 'checklist', title: 'Checklist', body: markup`${checklists.map(card)}` };
}

const OUTCOMES = ['fail', 'acknowledged', 'pass', 'not-applicable'] as const;
const WORDS = { fail: 'open', acknowledged: 'accepted', pass: 'kept', 'not-applicable': 'does not apply' };
const COLOURS = { fail: 'tight', acknowledged: 'info', pass: 'fits', 'not-applicable': 'none' };

function card({ title, environment, met, of, points }: Checklist, index: number): Markup {
  const inOrder = OUTCOMES.flatMap((outcome) => points.filter((point) => point.outcome === outcome));
  const open = inOrder.filter(({ outcome }) => outcome === 'fail' || outcome === 'acknowledged');
  const rest = inOrder.filter(({ outcome }) => outcome === 'pass' || outcome === 'not-applicable');
  return markup`<article class="card" aria-labelledby="checklist-${index}-name"><h3 id="checklist-${index}-name">${title} <small>${count(null, met)} of ${count(null, of)} points, judged for ${environment}</small></h3>
${open.length === 0 ? null : table(open, `Open points of ${title}`)}
${rest.length === 0 ? null : markup`<details><summary>Points that are kept or do not apply</summary>${table(rest, `Other points of ${title}`)}</details>`}</article>`;
}

const table = (points: readonly CheckedPoint[], label: string): Markup =>
  markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="checks"><thead><tr><th scope="col">Outcome</th><th scope="col">Point</th><th scope="col">Rules</th></tr></thead><tbody>${points.map(row)}</tbody></table></div>`;

function row({ title, outcome, codes, findings }: CheckedPoint): Markup {
  const first = findings[0];
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  const why = first === undefined ? null : markup`<br><small>${first.path}: ${first.message}${more}</small>`;
  return markup`<tr><td><span class="mark ${COLOURS[outcome]}">${WORDS[outcome]}</span></td><th scope="row">${title}${why}</th><td><code>${codes.join(' ')}</code></td></tr>`;
}
