/** What the figures rest on: missing facts, assumptions, fits, prices. */
import type { Assumption } from '../view/assumptions';
import type { ReportView } from '../view/report-view';
import { type Markup, markup } from './markup';
import { memoryName } from './memory-names';
import type { Section } from './section';

const WORDS: Readonly<Record<Assumption['kind'], string>> = { missing: 'not known', assumed: 'assumed', fitted: 'fitted', price: 'price' };

export function assumptionsSection({ assumptions }: ReportView): Section | null {
  if (assumptions.length === 0) return null;
  return {
    id: 'assumed',
    title: 'What was assumed',
    body: markup`<p class="lead">All that is neither exact arithmetic nor measured on the same hardware. Fitted figures follow measurements of others.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Assumptions, line by line"><table class="assumed"><thead><tr><th scope="col">Kind</th><th scope="col">What</th><th scope="col">Where it comes from</th><th scope="col">Of</th></tr></thead><tbody>${assumptions.map(row)}</tbody></table></div>`,
  };
}

const row = ({ kind, what, source, about }: Assumption): Markup =>
  markup`<tr><td><span class="mark ${kind}">${WORDS[kind]}</span></td><th scope="row">${memoryName(what)}</th><td class="source">${source}</td><td>${about.join(', ')}</td></tr>`;
