/** Says where the last synthesis was refused: what follows is an earlier one. */
import type { ReportView } from '../view/report-view';
import { type Markup, markup } from './markup';

export function refusalBanner({ refusal }: ReportView): Markup | null {
  if (refusal === null) return null;
  const { refusedAt, problems } = refusal;
  return markup`<div class="card refused" role="note"><p><span class="mark error">refused</span> The last synthesis${refusedAt === '' ? null : markup`, of <time datetime="${refusedAt}">${refusedAt.slice(0, 16).replace('T', ' ')} UTC</time>,`} was refused: this page shows the one before.</p>
<ul>${problems.map(({ code, path, message, repairs = [] }) => markup`<li><code>${code}</code> ${path}${message === undefined ? null : `: ${message}`}${repairs.length === 0 ? null : markup`<br><small>Repairs: ${repairs.join(' · ')}</small>`}</li>`)}</ul></div>`;
}
