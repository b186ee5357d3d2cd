/** Asks a Prometheus for recorded hours by its HTTP API. */

import { FleetSpecError } from '../../core/fleet-error';
import { parseData } from '../../core/schema';
import { withoutTrailing } from '../../core/trailing';
import { type Answer, answerSchema, monthOf } from '../../measure/answers';
import type { Month } from '../../measure/month';
import { MEANINGS, type Meaning, type PoolName, queryOf, STEP_SECONDS } from '../../measure/questions';

export interface Asked {
  /** Address of Prometheus, or of what answers its API under a path. */
  readonly url: URL;
  readonly pools: readonly PoolName[];
  readonly hours: number;
  /** End of the last hour, seconds since 1970. */
  readonly end: number;
  /** Bearer token. */
  readonly token: string | undefined;
}

const TIMEOUT_MS = 120_000;

/** @throws FleetSpecError AF-SPEC-001 when there is no answer, or one that is not expected. */
export async function monthFrom(asked: Asked): Promise<Month> {
  const answers: Partial<Record<Meaning, Answer>> = {};
  // One after the other: a month of hours is work, and others use this Prometheus too.
  for (const meaning of MEANINGS) answers[meaning] = await answerTo(queryOf(meaning, asked.pools), asked);
  return monthOf(answers as Record<Meaning, Answer>, asked);
}

async function answerTo(query: string, { url, hours, end, token }: Asked): Promise<Answer> {
  const start = end - (hours - 1) * STEP_SECONDS;
  const body = new URLSearchParams({ query, start: String(start), end: String(end), step: String(STEP_SECONDS) });
  const response = await send(
    new URL(`${withoutTrailing(url.pathname, (character) => character === '/')}/api/v1/query_range`, url),
    body,
    token,
  );
  const text = await response.text();
  if (!response.ok) throw unanswered(url, `it answered ${response.status}${said(text)}`, response.status);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unanswered(url, 'its answer is no JSON');
  }
  return parseData(answerSchema, json, { path: url.origin, className: 'the answer of Prometheus' });
}

async function send(url: URL, body: URLSearchParams, token: string | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      body,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      // A token is never sent on to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw unanswered(url, cause);
  }
}

/** What Prometheus says is wrong with a question. */
function said(text: string): string {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === 'string' ? `: ${error.slice(0, 300)}` : '';
  } catch {
    return '';
  }
}

function unanswered(url: URL, why: string, status?: number): FleetSpecError {
  const isRefused = status === 401 || status === 403;
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet measure',
      prop: '--url',
      value: url.origin,
      allowed: 'a Prometheus that answers /api/v1/query_range',
      message: `${url.origin} did not answer: ${why}`,
      repairs: isRefused
        ? ['AGENT_FLEET_PROMETHEUS_TOKEN=<bearer token>']
        : [
            'kubectl port-forward -n monitoring svc/prometheus-operated 9090, then --url http://localhost:9090',
            '--from <file>, where another machine reaches it',
          ],
    },
  ]);
}
