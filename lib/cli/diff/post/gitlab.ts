/** Notes of a merge request on GitLab, by what its pipelines set in the environment. https://docs.gitlab.com/api/notes */
import { type Api, ask, change, commentsIn } from './ask-host';
import type { CommentHost } from './comment-host';
import { apiAddress, type Environment, said } from './from-pipeline';

const PER_PAGE = 100;

/** @throws FleetSpecError when the environment is not that of a merge request */
export function gitLabNotes(env: Environment): CommentHost {
  const base = apiAddress(said(env, ['CI_API_V4_URL'], 'the address of GitLab'), 'CI_API_V4_URL');
  const project = encodeURIComponent(said(env, ['CI_PROJECT_ID'], 'the project'));
  const request = encodeURIComponent(said(env, ['CI_MERGE_REQUEST_IID'], 'the merge request'));
  const notes = `${base}/projects/${project}/merge_requests/${request}/notes`;
  const api: Api = {
    name: 'GitLab',
    headers: { 'private-token': said(env, ['GITLAB_TOKEN'], 'who writes') },
    permission: 'GITLAB_TOKEN: an access token of the project with scope api and role Reporter; the token of a job cannot write notes',
  };
  return {
    longest: 1_000_000,
    page: async (number) => {
      const found = commentsIn(await ask(api, 'GET', `${notes}?sort=asc&order_by=created_at&per_page=${PER_PAGE}&page=${number}`), api);
      return found.length === 0 ? undefined : found;
    },
    create: async (body) => void (await ask(api, 'POST', notes, { body })),
    update: (id, body) => change(api, 'PUT', `${notes}/${id}`, { body }),
  };
}
