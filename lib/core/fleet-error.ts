import * as path from 'node:path';
import { brand, hasBrand } from './brand';
import type { Finding } from './finding';
import { printable } from './printable';
import { renderFinding } from './render-finding';
import { withoutTokens, withoutTokensIn } from './token';

/** The errors that users see. Recognise them by `isFleetError`, not by `instanceof`: two copies of the library still agree. */
export class FleetError extends Error {
  override readonly name: string = 'FleetError';
  /** Code of the first problem; every problem has its own. */
  readonly code: string;
  readonly problems: readonly Finding[];

  constructor(problems: readonly Finding[], className = 'FleetError') {
    const limit = Error.stackTraceLimit;
    // The stack that is kept is taken below; V8 would write this one down when it is replaced.
    Error.stackTraceLimit = 0;
    super(printable(withoutTokens(messageOf(problems, className))));
    Error.stackTraceLimit = limit;
    this.name = className;
    this.problems = withoutTokensIn(problems);
    this.code = problems[0]?.code ?? 'AF-INT-001';
    keepShortStack(this);
    brand(this, 'FleetError');
    // What is enumerable, Node prints below the message: each problem a second time.
    Object.defineProperty(this, 'problems', { enumerable: false });
    Object.defineProperty(this, 'code', { enumerable: false });
    Object.defineProperty(this, 'name', { enumerable: false });
  }
}

/** Lines of the user's own program that an uncaught error shows, and the calls among which they are looked for. */
const OWN_LINES = 3;
const CALLS = 60;
const INSTALLED = /[\\/]node_modules[\\/]|\(?node:/;
const LIBRARY = path.dirname(__dirname);

/**
 * What Node prints of an uncaught error: the message, and where in the user's program it came from. Dependencies have nothing to say about a spec. Lines are
 * written when somebody reads them: of repairs that are tried and refused nobody does.
 */
function keepShortStack(error: Error): void {
  const at: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = CALLS;
  Error.captureStackTrace(at, keepShortStack);
  Error.stackTraceLimit = limit;
  let stack: string | undefined;
  Object.defineProperty(error, 'stack', {
    configurable: true,
    get: () => {
      stack ??= [`${error.name}: ${error.message}`, ...ownCalls(at.stack ?? '')].join('\n');
      return stack;
    },
    set: (text: string) => {
      stack = text;
    },
  });
}

function ownCalls(stack: string): string[] {
  const calls = stack.split('\n').filter((line) => /^\s+at .*[:)]/.test(line));
  return calls.filter((line) => !INSTALLED.test(line) && !line.includes(LIBRARY)).slice(0, OWN_LINES);
}

/** The spec is malformed: unknown key, wrong type, duplicate name, literal secret, unresolved token where a number is needed. */
export class FleetSpecError extends FleetError {
  constructor(problems: readonly Finding[]) {
    super(problems, 'FleetSpecError');
  }
}

/** The spec is well-formed but does not fit: memory, quota, tensor parallel, context, placement. */
export class FleetCapacityError extends FleetError {
  constructor(problems: readonly Finding[]) {
    super(problems, 'FleetCapacityError');
  }
}

/** Recognises errors of this library by their brand, so that two copies of it agree. */
export function isFleetError(value: unknown): value is FleetError {
  return hasBrand(value, 'FleetError');
}

/** Throws one error for all problems, named after what they have in common. Does nothing when there is no error among them. */
export function throwProblems(findings: readonly Finding[]): void {
  const problems = findings.filter((finding) => finding.severity === 'error');
  if (problems.length === 0) return;
  if (problems.every(isCapacity)) throw new FleetCapacityError(problems);
  if (problems.every(isSpec)) throw new FleetSpecError(problems);
  throw new FleetError(problems);
}

const isCapacity = (finding: Finding) => /^AF-(CAP|CLU|LAT)-/.test(finding.code);
const isSpec = (finding: Finding) => finding.code.startsWith('AF-SPEC-');

function messageOf(problems: readonly Finding[], className: string): string {
  const blocks = problems.map((problem) => renderFinding(problem));
  if (blocks.length === 1) return blocks[0] as string;
  return [`${problems.length} problems`, ...blocks.map((block) => `${className} ${block}`)].join('\n\n');
}
