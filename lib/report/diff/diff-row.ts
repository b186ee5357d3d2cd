/** One line of a comparison: what it is about, what it was, what it becomes. */
import type { FieldChange } from '../../plan/diff/field-changes';
import type { PartDiff } from '../../plan/diff/part-diff';
import { formatField, NOTHING } from './format-field';

export interface DiffRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** A field of the plan by its own name, for which there are no words. */
  readonly isField?: true;
}

/** How a part is told in words. */
export interface Line<T> {
  readonly label: string;
  readonly text: (part: T) => string;
  /** Fields that it tells, with all below them. */
  readonly tells: readonly string[];
}

/**
 * The lines of which the words differ, then every other field that differs, so that nothing that changes is left out.
 *
 * @param follows fields that follow from others and are shown nowhere
 */
export function rowsOf<T>(diff: PartDiff<T>, lines: readonly Line<T>[], follows: readonly string[] = []): DiffRow[] {
  const worded = lines.map((line) => wordedRow(diff, line)).filter(({ before, after }) => before !== after);
  if (diff.status !== 'changed') return worded;
  const told = [...follows, ...lines.flatMap(({ tells }) => tells)];
  return [...worded, ...diff.changes.filter(({ field }) => !told.some((one) => isWithin(field, one))).map(fieldRow)];
}

const wordedRow = <T>({ before, after }: PartDiff<T>, { label, text }: Line<T>): DiffRow => ({
  label,
  before: before === null ? NOTHING : text(before),
  after: after === null ? NOTHING : text(after),
});

const fieldRow = ({ field, before, after }: FieldChange): DiffRow => ({
  label: field,
  before: formatField(field, before),
  after: formatField(field, after),
  isField: true,
});

/** Entries of lists are within the list: `memory.terms[weights].source` is within `memory.terms`. */
function isWithin(field: string, whole: string): boolean {
  return field === whole || field.startsWith(`${whole}.`) || field.startsWith(`${whole}[`);
}
