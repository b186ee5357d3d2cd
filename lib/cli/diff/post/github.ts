/** Comments of a pull request on GitHub, by what GitHub Actions sets in the environment. https://docs.github.com/rest/issues/comments */
import { jsonIn } from '../../../core/text-file';
import { type Api, ask, change, commentsIn, notPosted } from './ask-host';
import type { CommentHost } from './comment-host';
import { apiAddress, type Environment, said } from './from-pipeline';

const PER_PAGE = 100;
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

/** @throws FleetSpecError when the environment is not that of a pull request */
export function gitHubComments(env: Environment): CommentHost {
  const base = apiAddress(env['GITHUB_API_URL'] ?? 'https://api.github.com', 'GITHUB_API_URL');
  const repository = said(env, ['GITHUB_REPOSITORY'], 'the repository');
  if (!REPOSITORY.test(repository)) throw notPosted(`GITHUB_REPOSITORY is no repository: ${repository}`, ['GITHUB_REPOSITORY=owner/name']);
  const issues = `${base}/repos/${repository}/issues`;
  const comments = `${issues}/${pullRequest(env)}/comments`;
  const api: Api = {
    name: 'GitHub',
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${said(env, ['GITHUB_TOKEN', 'GH_TOKEN'], 'who writes')}`,
      'x-github-api-version': '2022-11-28',
      'user-agent': 'cdktf-agent-fleet',
    },
    permission: 'permissions: { pull-requests: write } of the workflow; pull requests from forks have no such token',
  };
  return {
    longest: 65_536,
    page: async (number) => {
      const found = commentsIn(await ask(api, 'GET', `${comments}?per_page=${PER_PAGE}&page=${number}`), api);
      return found.length === 0 ? undefined : found;
    },
    create: async (body) => void (await ask(api, 'POST', comments, { body })),
    update: (id, body) => change(api, 'PATCH', `${issues}/comments/${id}`, { body }),
  };
}

/** From the event that started the workflow, else from the ref. */
function pullRequest(env: Environment): number {
  const number = numberInEvent(env['GITHUB_EVENT_PATH']) ?? Number(/^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1]);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw notPosted('neither GITHUB_EVENT_PATH nor GITHUB_REF names a pull request', ["if: github.event_name == 'pull_request'"]);
}

function numberInEvent(file: string | undefined): number | undefined {
  try {
    const event = jsonIn({ file: file ?? '', path: 'agent-fleet diff', prop: 'GITHUB_EVENT_PATH', allowed: 'an event', repairs: [] }) as {
      readonly pull_request?: { readonly number?: unknown };
    };
    return typeof event.pull_request?.number === 'number' ? event.pull_request.number : undefined;
  } catch {
    return undefined;
  }
}
