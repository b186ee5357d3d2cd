/** One request to the API of GitHub or GitLab. */
import { z } from 'zod';
import { FleetSpecError } from '../../../core/fleet-error';
import { parseData } from '../../../core/schema';
import type { Comment } from './comment-host';

export interface Api {
  /** Name for messages. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a refused request is most likely to lack. */
  readonly permission: string;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

const TIMEOUT_MS = 30_000;

/** @throws FleetSpecError when there is no answer, or one that is not expected */
export async function ask(api: Api, method: Method, url: string, body?: object): Promise<unknown> {
  const answer = await send(api, method, url, body);
  if (answer.ok) return answer.json();
  throw notPosted(`${api.name} answered ${answer.status} to ${method} ${pathOf(url)}`, [api.permission]);
}

/** False where the comment is not ours to change, or is gone. */
export async function change(api: Api, method: Method, url: string, body: object): Promise<boolean> {
  const answer = await send(api, method, url, body);
  if (answer.ok) return true;
  if (answer.status === 403 || answer.status === 404) return false;
  throw notPosted(`${api.name} answered ${answer.status} to ${method} ${pathOf(url)}`, [api.permission]);
}

async function send({ name, headers }: Api, method: Method, url: string, body?: object): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A token is never sent on to another address.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw notPosted(`${name} cannot be reached at ${new URL(url).origin}: ${cause}`, ['run it again']);
  }
}

const commentsSchema = z.array(z.object({ id: z.number(), body: z.string().nullable() }));

/** @throws FleetSpecError when the answer is no list of comments */
export function commentsIn(json: unknown, { name }: Api): Comment[] {
  const comments = parseData(commentsSchema, json, { path: name, className: 'the list of comments' });
  return comments.map(({ id, body }) => ({ id, body: body ?? '' }));
}

/** Without the query, which may be long. */
const pathOf = (url: string): string => new URL(url).pathname;

export function notPosted(message: string, repairs: readonly string[]): FleetSpecError {
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet diff',
      prop: '--post',
      message: `no comment was written: ${message}`,
      repairs,
    },
  ]);
}
