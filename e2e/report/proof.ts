/** `docs/proof.md`: what was proven, against which versions, how long it took, and what was not run. Written by the run itself. */
import type { Stage } from '../machine/stopwatch';
import type { Result, Results, Verdict } from './results';

export interface Environment {
  /** Name and version. */
  readonly parts: readonly (readonly [name: string, version: string])[];
  readonly transport: string;
  readonly date: string;
}

const MARKS: Readonly<Record<Verdict, string>> = { proven: '✓', failed: '**✗**', 'not run': '–' };
/** Subjects that are no examples have tables of their own. */
const OWN_TABLES = ['transport', 'scale', 'mutants', 'drills', 'upgrade', 'changes', 'alerts', 'behaviour', 'fleets that do not fit'];

export function renderProof(results: Results, stages: readonly Stage[], environment: Environment): string {
  const own = OWN_TABLES.flatMap((subject) => ownTable(subject, results.all));
  return `${[...head(environment), ...matrix(results.all), ...figures(results.all), ...own, ...notRun(results.all), ...timeTable(stages)].join('\n')}\n`;
}

function head({ parts, transport, date }: Environment): string[] {
  return [
    '# Proof',
    '',
    '<!-- made by `npm run e2e`; do not edit -->',
    '',
    'Every example of this repository, deployed for real (an empty cell: nothing of that kind in the stack): a real API server with scheduler, controllers and autoscaler, nodes and kubelets played by kwok.',
    `Deployed by ${transport}, ${date}.`,
    '',
    '| part | version |',
    '|---|---|',
    ...parts.map(([name, version]) => `| ${name} | ${version} |`),
    '',
  ];
}

/** Example × assertion. */
function matrix(all: readonly Result[]): string[] {
  const examples = all.filter(({ subject, assertion }) => !OWN_TABLES.includes(subject) && assertion !== 'release');
  const subjects = [...new Set(examples.map(({ subject }) => subject))];
  const assertions = [...new Set(examples.map(({ assertion }) => assertion))];
  const cell = (assertion: string, subject: string) =>
    marksOf(examples.filter((result) => result.assertion === assertion && result.subject === subject));
  return [
    '## Examples',
    '',
    `| | ${subjects.join(' | ')} |`,
    `|---|${subjects.map(() => ':-:').join('|')}|`,
    ...assertions.map((assertion) => `| ${assertion} | ${subjects.map((subject) => cell(assertion, subject)).join(' | ')} |`),
    '',
  ];
}

function marksOf(results: readonly Result[]): string {
  return results.map(({ verdict }) => MARKS[verdict]).join(' ');
}

function figures(all: readonly Result[]): string[] {
  const timed = ['applies in one run', 'second plan empty', 'destroy'];
  const subjects = [
    ...new Set(all.filter(({ assertion, seconds }) => timed.includes(assertion) && seconds !== undefined).map(({ subject }) => subject)),
  ];
  const find = (subject: string, assertion: string) => all.find((result) => result.subject === subject && result.assertion === assertion);
  const seconds = (subject: string, assertion: string) => find(subject, assertion)?.seconds?.toFixed(1) ?? '';
  return [
    '## Times, seconds',
    '',
    '| | apply | API requests | second plan | destroy |',
    '|---|--:|--:|--:|--:|',
    ...subjects.map((subject) => {
      const requests = /^(\d+) API requests/.exec(find(subject, 'applies in one run')?.note ?? '')?.[1] ?? '';
      return `| ${subject} | ${seconds(subject, 'applies in one run')} | ${requests} | ${seconds(subject, 'second plan empty')} | ${seconds(subject, 'destroy')} |`;
    }),
    '',
  ];
}

function ownTable(subject: string, all: readonly Result[]): string[] {
  const rows = all.filter((result) => result.subject === subject && result.verdict !== 'not run');
  if (rows.length === 0) return [];
  return [
    `## ${subject.charAt(0).toUpperCase()}${subject.slice(1)}`,
    '',
    '| | | seconds | |',
    '|---|:-:|--:|---|',
    ...rows.map(
      ({ assertion, verdict, seconds, note }) => `| ${assertion} | ${MARKS[verdict]} | ${seconds?.toFixed(1) ?? ''} | ${inTable(note)} |`,
    ),
    '',
  ];
}

function notRun(all: readonly Result[]): string[] {
  const rows = all.filter(({ verdict }) => verdict === 'not run');
  if (rows.length === 0) return [];
  return [
    '## Not run',
    '',
    '| what | why |',
    '|---|---|',
    ...rows.map(({ subject, assertion, note }) => `| ${subject}: ${assertion} | ${inTable(note)} |`),
    '',
  ];
}

function timeTable(stages: readonly Stage[]): string[] {
  return [
    '## Stages of this run, seconds',
    '',
    '| stage | seconds |',
    '|---|--:|',
    ...stages.map(({ name, seconds }) => `| ${name} | ${seconds.toFixed(1)} |`),
  ];
}

/** A cell holds one line, and no path of the machine that ran it. */
const inTable = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').slice(0, 220);
