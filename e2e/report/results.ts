/** What was proven: one result per subject and assertion, printed as it comes and kept for `docs/proof.md`. */
import type { Part } from '../options';

export type Verdict = 'proven' | 'failed' | 'not run';

export interface Result {
  /** Example, mutant or drill. */
  readonly subject: string;
  readonly assertion: string;
  readonly verdict: Verdict;
  /** Why it failed or was not run, or a figure. */
  readonly note: string;
  readonly seconds?: number;
}

const MARKS: Readonly<Record<Verdict, string>> = { proven: '✓', failed: '✗', 'not run': '–' };

/** A result, and the part of the run that it came in. */
export interface PlacedResult extends Result {
  readonly part: Part | undefined;
}

export class Results {
  readonly all: PlacedResult[] = [];
  private part: Part | undefined;

  /** What comes from now on is of this part. */
  begin(part: Part): void {
    this.part = part;
  }

  add(result: Result): void {
    this.all.push({ ...result, part: this.part });
    const time = result.seconds === undefined ? '' : ` (${result.seconds.toFixed(1)} s)`;
    console.log(
      `   ${MARKS[result.verdict]} ${result.subject}: ${result.assertion}${time}${result.note === '' ? '' : ` — ${result.note}`}`,
    );
  }

  /** Problems make a failure; their texts are the note. */
  judge(subject: string, assertion: string, problems: readonly string[], seconds?: number, note = ''): boolean {
    const failed = problems.length > 0;
    const text = failed
      ? problems
          .slice(0, 6)
          .map((problem) => problem.slice(0, 400))
          .join(' | ') + (problems.length > 6 ? ` | and ${problems.length - 6} more` : '')
      : note;
    this.add({ subject, assertion, verdict: failed ? 'failed' : 'proven', note: text, ...(seconds === undefined ? {} : { seconds }) });
    return !failed;
  }

  notRun(subject: string, assertion: string, reason: string): void {
    this.add({ subject, assertion, verdict: 'not run', note: reason });
  }

  get failures(): Result[] {
    return this.all.filter(({ verdict }) => verdict === 'failed');
  }
}
