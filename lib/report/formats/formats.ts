/** The forms that a report is written in. */
import { renderHtml } from '../html/page';
import type { ReportView } from '../view/report-view';
import { renderJunit } from './junit';
import { renderMarkdown } from './markdown';
import { renderSarif } from './sarif';

export const REPORT_FORMATS = {
  html: renderHtml,
  markdown: renderMarkdown,
  sarif: renderSarif,
  junit: renderJunit,
  json: (view: ReportView): string => `${JSON.stringify(view, null, 2)}\n`,
} as const satisfies Readonly<Record<string, (view: ReportView) => string>>;

export type ReportFormat = keyof typeof REPORT_FORMATS;

export const renderReport = (view: ReportView, format: ReportFormat): string => REPORT_FORMATS[format](view);
