/** `docs/proof.md`: what was proven by each part, on which code and against which versions, how long it took, and what was not run. */
import { PARTS } from '../options';
import type { ProofRecord } from './proof-record';
import type { Result, Verdict } from './results';

const MARKS: Readonly<Record<Verdict, string>> = { proven: '✓', failed: '**✗**', 'not run': '–' };

export function renderProof(records: readonly ProofRecord[]): string {
  return `${[...head(records), ...versions(records), ...records.flatMap(section)].join('\n')}\n`;
}

function head(records: readonly ProofRecord[]): string[] {
  const never = PARTS.filter((part) => records.every((record) => record.part !== part));
  return [
    '# Proof',
    '',
    '<!-- made by `npm run e2e -- --record`; do not edit -->',
    '',
    'What the examples write, deployed for real: a real API server with scheduler, controllers and autoscaler, nodes and kubelets played by kwok, and the real programs that each part names. Each part stands as it last ran whole; what the parts are says [e2e/README.md](https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/blob/main/e2e/README.md).',
    '',
    '| part | proven | failed | not run | by | commit | date | minutes |',
    '|---|--:|--:|--:|---|---|---|--:|',
    ...records.map(row),
    ...(never.length === 0 ? [] : ['', `No record yet: ${never.join(', ')}.`]),
    '',
  ];
}

function row({ part, results, transport, commit, date, seconds }: ProofRecord): string {
  const count = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  const counts = `${count('proven')} | ${count('failed')} | ${count('not run')}`;
  return `| [${part}](#${part}) | ${counts} | ${transport} | ${commit} | ${date} | ${(seconds / 60).toFixed(1)} |`;
}

/** Parts of other days may have run on other versions. */
function versions(records: readonly ProofRecord[]): string[] {
  const rows = records.flatMap((record) => record.versions.map(([name, version]) => `| ${name} | ${version} |`));
  return ['## Versions', '', '| | version |', '|---|---|', ...[...new Set(rows)].sort(), ''];
}

function section(record: ProofRecord): string[] {
  const { part, results } = record;
  return [`## ${part}`, '', ...(part === 'examples' ? examples(results) : lines(results, part)), ...notRun(results)];
}

/** A row for each stack of each example, and a column for each promise. */
function examples(results: readonly Result[]): string[] {
  const refused = 'fleets that do not fit';
  const own = results.filter(({ subject, verdict }) => subject !== refused && verdict !== 'not run');
  const subjects = [...new Set(own.map(({ subject }) => subject))];
  const promises = [...new Set(own.map(({ assertion }) => assertion))];
  const of = (subject: string) => own.filter((result) => result.subject === subject);
  const cell = (subject: string, promise: string) =>
    of(subject)
      .filter(({ assertion }) => assertion === promise)
      .map(({ verdict }) => MARKS[verdict])
      .join(' ');
  const seconds = (subject: string) => of(subject).reduce((sum, result) => sum + (result.seconds ?? 0), 0);
  return [
    ...promises.map((promise, index) => `${index + 1}. ${promise}`),
    '',
    `| | ${promises.map((_, index) => index + 1).join(' | ')} | seconds |`,
    `|---|${promises.map(() => ':-:').join('|')}|--:|`,
    ...subjects.map(
      (subject) => `| ${subject} | ${promises.map((promise) => cell(subject, promise)).join(' | ')} | ${seconds(subject).toFixed(1)} |`,
    ),
    '',
    'Refused, as they should be:',
    '',
    ...lines(
      results.filter(({ subject }) => subject === refused),
      refused,
    ),
  ];
}

/** @param part whose name needs no mention */
function lines(results: readonly Result[], part: string): string[] {
  const rows = results.filter(({ verdict }) => verdict !== 'not run');
  if (rows.length === 0) return [];
  const named = ({ subject, assertion }: Result) => (subject === part ? assertion : `${subject}: ${assertion}`);
  return [
    '| | | seconds | |',
    '|---|:-:|--:|---|',
    ...rows.map(
      (result) =>
        `| ${inTable(named(result))} | ${MARKS[result.verdict]} | ${result.seconds?.toFixed(1) ?? ''} | ${inTable(result.note)} |`,
    ),
    '',
  ];
}

function notRun(results: readonly Result[]): string[] {
  const rows = results.filter(({ verdict }) => verdict === 'not run');
  if (rows.length === 0) return [];
  return [
    'Not run:',
    '',
    '| what | why |',
    '|---|---|',
    ...rows.map(({ subject, assertion, note }) => `| ${inTable(`${subject}: ${assertion}`)} | ${inTable(note)} |`),
    '',
  ];
}

/** A cell holds one line, and no path of the machine that ran it. */
const inTable = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').slice(0, 220);
