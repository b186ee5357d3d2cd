/** What every message owes its reader: which prop, which value, what is allowed, and one thing to type. */
import type { UnplacedFinding } from '../../lib/core/finding';

/** Words of libraries below, and values that nobody meant to print. */
const NOT_OURS = /\bNaN\b|\bundefined\b|\[object|Invalid input|, received |ZodError|too_small|Expected .* received/;

/** What a finding fails to say; empty where it says everything. */
export function unsaid(finding: UnplacedFinding, searchesRepairs = false): string[] {
  const { prop, message, allowed, repairs, severity } = finding;
  // A hint may say what is, and ask for nothing.
  const isAdvised = allowed !== undefined || repairs.length > 0 || searchesRepairs || severity === 'info';
  return [
    ...(prop === undefined || prop === '' ? ['the prop'] : []),
    // Where nothing was given the value is there, and undefined.
    ...('value' in finding ? [] : ['the value']),
    ...(isAdvised ? [] : ['what is allowed, or what to type']),
    ...(message.length < 15 || /\.$/.test(message) || NOT_OURS.test(message) ? [`a sentence: ${message}`] : []),
  ];
}
