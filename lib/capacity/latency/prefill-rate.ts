import { engineModelOf } from '../engines/registry';
import type { ReplicaSpec } from '../replica-spec';
import { promptSeconds, promptTerms } from './first-token';
import type { Unknown } from './step-terms';

/** Prompt tokens that a replica computes in a second, were nothing else to do: tokens of the prompt ÷ the time that it alone takes. */
export function prefillTokensPerSecond(spec: ReplicaSpec, promptTokens: number): number | Unknown {
  const terms = promptTerms(spec, { concurrency: 1, inputTokens: Math.max(1, promptTokens), outputTokens: 1 });
  if ('missing' in terms) return terms;
  return Math.max(1, promptTokens) / promptSeconds(terms, engineModelOf(spec).latency.firstToken);
}
