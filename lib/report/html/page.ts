/** A report as one HTML file: it loads nothing, runs nothing, and needs no network. */
import { createHash } from 'node:crypto';
import type { ReportView } from '../view/report-view';
import { assumptionsSection } from './assumptions-section';
import { checklistSection } from './checklist-section';
import { costSection } from './cost-section';
import { dataSection } from './data-section';
import { daySection } from './day-section';
import { existingPoolsSection } from './existing-pools-section';
import { findingsSection } from './findings-section';
import { headerOf } from './header';
import { latencySection } from './latency-section';
import { markup } from './markup';
import { pictureSection } from './picture-section';
import { poolsSection } from './pools-section';
import { refusalBanner } from './refusal-banner';
import { STYLE } from './style';

/** In the order of the page. */
const SECTIONS = [
  pictureSection,
  costSection,
  poolsSection,
  existingPoolsSection,
  daySection,
  latencySection,
  findingsSection,
  checklistSection,
  dataSection,
  assumptionsSection,
];

export function renderHtml(view: ReportView): string {
  const sections = SECTIONS.map((section) => section(view)).filter((section) => section !== null);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(STYLE.text)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${view.title}: fleet report</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${headerOf(view)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${refusalBanner(view)}
${sections.map(({ id, title, body }) => markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>\n`)}
</main>
<footer><p>Made by agent-fleet from fleet.plan.json. Every figure is an estimate of the plan; its source stands beside it.</p></footer>
</body>
</html>
`;
  return page.text;
}

/** Nothing may be loaded or run; the one style sheet is known by its hash. */
function policyOf(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
