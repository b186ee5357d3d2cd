/** What is wrong with a line that cannot be read: each key as it was written, its value, what is allowed, and one thing to type. */
import { closest } from '../core/closest';
import type { Finding } from '../core/finding';
import type { FleetError } from '../core/fleet-error';
import { type Issue, issueFindings } from '../core/issue-finding';
import { renderRepair } from '../core/render-finding';
import type { SizeFailure, SizeProblem } from './size-answer';
import { SIZE_REQUEST_KEYS, sizeRequestSchema } from './size-request';

/** Shorter names are as near to each other as to anything. */
const TELLING = 3;

/** Unknown keys come first, because a wrong name hides what was meant. */
export function unreadLine(issues: readonly Issue[], line: unknown): SizeFailure['error'] {
  if (!isRecord(line))
    return { code: 'AF-SPEC-001', message: `the line is ${kindOf(line)}, not a JSON object`, problems: [noObject(line)] };
  const findings = issueFindings(issues, { schema: sizeRequestSchema, props: line, path: 'size', className: 'agent-fleet size' });
  const unknown = findings.filter(({ code }) => code === 'AF-SPEC-002');
  return failureOf(unknown.length > 0 ? unknown : findings);
}

/** What a room below refused in words of its own. */
export const refusedLine = (error: FleetError): SizeFailure['error'] => failureOf(error.problems);

/** Names that are nearly others. */
export const mistypedLine = (problems: readonly SizeProblem[]): SizeFailure['error'] => failureWith('AF-SPEC-001', problems);

const failureOf = (findings: readonly Finding[]): SizeFailure['error'] =>
  failureWith(findings[0]?.code ?? 'AF-SPEC-001', findings.map(problemOf));

const failureWith = (code: string, problems: readonly SizeProblem[]): SizeFailure['error'] => ({
  code,
  message: sentences(problems).join('; '),
  problems,
});

function problemOf({ code, prop, value, allowed, message, repairs }: Finding): SizeProblem {
  if (code === 'AF-SPEC-002' && prop !== undefined) return unknownKey(prop, allowed);
  if (prop === 'gpu' && value === undefined) return { key: prop, value: null, message, ...A_GPU };
  return {
    key: prop ?? null,
    value: value === undefined ? null : value,
    message,
    allowed: allowed ?? null,
    repair: repairs.map(renderRepair)[0] ?? null,
  };
}

/** The one key that every line has. */
const A_GPU = { allowed: 'a catalog id or a product name', repair: 'gpu: l40s' } as const;

function unknownKey(key: string, allowed: string | undefined): SizeProblem {
  const known = allowed?.split(', ') ?? SIZE_REQUEST_KEYS;
  const meant = key.length < TELLING ? undefined : closest(key.split('.').at(-1) ?? key, known);
  return {
    key,
    value: null,
    message: `unknown key '${key}'${meant === undefined ? '' : `, did you mean '${meant}'?`}`,
    allowed: known.join(', '),
    repair: meant === undefined ? `leave out ${key}` : `write ${meant}`,
  };
}

/** What is allowed at several places is listed once, behind the last of them. */
function sentences(problems: readonly SizeProblem[]): string[] {
  return problems.map(({ message, allowed }, index) => {
    const isListedLater = problems.slice(index + 1).some((later) => later.allowed === allowed);
    return allowed === null || isListedLater ? message : `${message} (allowed: ${allowed})`;
  });
}

const isRecord = (line: unknown) => typeof line === 'object' && line !== null && !Array.isArray(line);

function kindOf(line: unknown): string {
  if (line === null) return 'null';
  return Array.isArray(line) ? 'a list' : `a ${typeof line === 'string' ? 'text' : typeof line}`;
}

const noObject = (line: unknown): SizeProblem => ({
  key: null,
  value: typeof line === 'object' ? null : line,
  message: `the line is ${kindOf(line)}, not a JSON object`,
  allowed: 'a JSON object with gpu and model, or modelConfig',
  repair: '{"model": "llama-3.1-8b-instruct", "gpu": "l40s"}',
});
