/** `agent-fleet explain`: what a code of a finding means, why it matters and how to fix it. */
import type { Command } from 'commander';
import { closest } from '../core/closest';
import { FleetSpecError } from '../core/fleet-error';
import { CODE_ROWS, type CodeRow } from '../policies/code-meanings';
import { palette } from '../report/palette';
import { wrap } from '../report/wrap';
import type { Terminal } from './terminal';

interface ExplainOptions {
  readonly json?: true;
}

export function registerExplain(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .argument('[code]', 'code of a finding, e.g. AF-CAP-001; all codes when it is left out')
    .option('--json', 'print JSON: code, severity, meaning, why, fix')
    .description('Say what a code means, why it matters and how to fix it')
    .action((code: string | undefined, options: ExplainOptions) => explainCode(code, options, terminal));
}

function explainCode(code: string | undefined, { json }: ExplainOptions, terminal: Terminal): void {
  const rows = code === undefined ? [...CODE_ROWS].sort((a, b) => a.code.localeCompare(b.code)) : rowsOf(code);
  if (json) terminal.out(`${JSON.stringify(code === undefined ? rows : rows[0], null, 2)}\n`);
  else if (code === undefined)
    terminal.out(`${rows.map((row) => wrap(`${row.code}  ${row.meaning}`, terminal.width, ' '.repeat(13))).join('\n')}\n`);
  else terminal.out(`${rows.map((row) => explained(row, terminal)).join('\n\n')}\n`);
}

/** @throws FleetSpecError when no rule has the code; the message names the closest */
function rowsOf(text: string): CodeRow[] {
  // `af-cap-1` means AF-CAP-001.
  const code = text
    .trim()
    .toUpperCase()
    .replace(/-(\d{1,2})$/, (_, number: string) => `-${number.padStart(3, '0')}`);
  const rows = CODE_ROWS.filter((row) => row.code === code);
  if (rows.length > 0) return rows;
  const meant = closest(
    code,
    CODE_ROWS.map((row) => row.code),
  );
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet explain',
      prop: 'code',
      value: text,
      allowed: 'a code such as AF-CAP-001',
      message: `no finding has the code ${text}`,
      repairs: [...(meant === undefined ? [] : [`agent-fleet explain ${meant}`]), 'agent-fleet explain lists all codes'],
    },
  ]);
}

function explained({ code, severity, meaning, why, fix }: CodeRow, { colours, width }: Terminal): string {
  const { bold } = palette(colours);
  const line = (label: string, text: string) => {
    const room = wrap(text, width - 5).replace(/\n/g, '\n     ');
    return `${label.padEnd(5)}${room}`;
  };
  return [`${bold(code)} (${severity})`, wrap(meaning, width), line('why', why), line('fix', fix)].join('\n');
}
