import * as fs from 'node:fs';
import * as path from 'node:path';
import { postComment } from '../../../lib/cli/diff/post/comment-host';
import { costing, PLANNER, SAMPLE_PLAN, WORKERS, withPools } from '../../plan/diff/changed-plan';
import { temporaryOutdir } from '../../setup/temporary-outdir';
import { agentFleet, EXIT } from '../support';
import { CommentServer } from './comment-server';

const server = new CommentServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const folder = temporaryOutdir();
fs.mkdirSync(folder, { recursive: true });
function file(name: string, content: unknown): string {
  const at = path.join(folder, name);
  fs.writeFileSync(at, JSON.stringify(content));
  return at;
}
const before = file('before.json', SAMPLE_PLAN);
const after = file('after.json', withPools(costing(PLANNER, 6), WORKERS));

const TOKEN = 'secret-token-4711';
const environments = (url: string) => ({
  github: {
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: 'acme/fleets',
    GITHUB_TOKEN: TOKEN,
    GITHUB_EVENT_PATH: file('event.json', { pull_request: { number: 7 } }),
  },
  gitlab: { CI_API_V4_URL: `${url}/api/v4`, CI_PROJECT_ID: '42', CI_MERGE_REQUEST_IID: '7', GITLAB_TOKEN: TOKEN },
});

const NAMES = [
  'GITHUB_API_URL',
  'GITHUB_REPOSITORY',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITHUB_EVENT_PATH',
  'GITHUB_REF',
  'CI_API_V4_URL',
  'CI_PROJECT_ID',
  'CI_MERGE_REQUEST_IID',
  'GITLAB_TOKEN',
];
const given = { ...process.env };
type Host = 'github' | 'gitlab';

function setEnvironment(host: Host, changes: Readonly<Record<string, string | undefined>> = {}): void {
  for (const name of NAMES) delete process.env[name];
  for (const [name, value] of Object.entries({ ...environments(server.url)[host], ...changes }))
    if (value !== undefined) process.env[name] = value;
}
afterEach(() => {
  for (const name of NAMES) {
    if (given[name] === undefined) delete process.env[name];
    else process.env[name] = given[name];
  }
});

const MARKER = '<!-- cdktf-agent-fleet diff: fleet -->';
const list = { github: '/repos/acme/fleets/issues/7/comments', gitlab: '/api/v4/projects/42/merge_requests/7/notes' };
const one = {
  github: (id: number) => `PATCH /repos/acme/fleets/issues/comments/${id}`,
  gitlab: (id: number) => `PUT /api/v4/projects/42/merge_requests/7/notes/${id}`,
};

describe.each<Host>(['github', 'gitlab'])('on %s', (host) => {
  beforeEach(() => {
    server.clear();
    setEnvironment(host);
  });
  const post = (from: string, to: string, ...options: string[]) => agentFleet('diff', from, to, '--post', host, ...options);

  test('the first run writes a comment, the next one updates it, a third that says the same leaves it', async () => {
    server.clear('first!', null, 'see <!-- cdktf-agent-fleet diff: fleet -->');
    expect(await post(before, after)).toMatchObject({ code: EXIT.ok, notes: `comment on ${host}: created` });
    expect(server.comments.at(-1)?.body).toBe((await agentFleet('diff', before, after, '--format', 'markdown')).out.trimEnd());
    expect((await post(after, before)).notes).toContain('updated');
    expect((await post(after, before)).notes).toContain('as it was');
    expect(server.writes).toEqual([`POST ${list[host]}`, one[host](4)]);
    expect(server.comments).toHaveLength(4);
    expect(server.comments[3]?.body).toContain('$1.00/h less');
  });

  test('a comment on a later page is found', async () => {
    server.clear(...Array.from({ length: 230 }, (_, index) => `comment ${index}`), `${MARKER}\nold`);
    await post(before, after);
    expect(server.writes).toEqual([one[host](231)]);
  });

  test('where nothing changes no comment is written, and an earlier one is corrected', async () => {
    expect((await post(before, before)).notes).toContain('nothing to say');
    expect(server.writes).toEqual([]);
    server.clear(`${MARKER}\nold`);
    await post(before, before);
    expect(server.comments[0]?.body).toContain('nothing changes');
  });

  test('the comment of somebody else, with our marker, stays; ours is written beside it', async () => {
    server.comments.push({ id: 1, body: `${MARKER}\nforged`, isForeign: true });
    expect((await post(before, after)).notes).toContain('created');
    expect(server.comments.map(({ body }) => body?.includes('forged'))).toEqual([true, false]);
  });

  test('apps of one repository have a comment each', async () => {
    await post(before, after, '--tag', 'one');
    await post(before, after, '--tag', 'two');
    await post(after, before, '--tag', 'one');
    expect(server.comments.map(({ body }) => body?.split('\n')[0])).toEqual([
      '<!-- cdktf-agent-fleet diff: one -->',
      '<!-- cdktf-agent-fleet diff: two -->',
    ]);
  });

  test('a broken policy stands in the comment and in the exit code', async () => {
    const { code } = await post(before, after, '--max-increase', '1%');
    expect(code).toBe(EXIT.problem);
    expect(server.comments[0]?.body).toContain('Policy **broken**');
  });

  test('the token stands in one header, and in no output', async () => {
    const { out, notes } = await post(before, after);
    expect(out + notes).not.toContain(TOKEN);
    for (const { headers } of server.asked)
      expect(headers[host === 'github' ? 'authorization' : 'private-token']).toBe(host === 'github' ? `Bearer ${TOKEN}` : TOKEN);
  });

  test.each([401, 403, 404, 422, 500])('status %d is told with what to check, after the comparison', async (status) => {
    server.refusesWith = status;
    const { code, out, notes } = await post(before, after);
    expect(code).toBe(EXIT.problem);
    expect(out).toContain('+$1.00/h');
    expect(notes.replace(/\s+/g, ' ')).toMatch(
      new RegExp(`answered ${status} to GET .*${host === 'github' ? 'pull-requests: write' : 'scope api'}`),
    );
    expect(notes).not.toContain(TOKEN);
  });

  test('a token is not sent on to another address', async () => {
    server.redirectsTo = `${server.url}/elsewhere`;
    expect((await post(before, after)).code).toBe(EXIT.problem);
    expect(server.asked.map(({ path: at }) => at)).toEqual([list[host]]);
  });

  test('nobody there is a sentence', async () => {
    setEnvironment(host, host === 'github' ? { GITHUB_API_URL: 'http://127.0.0.1:1' } : { CI_API_V4_URL: 'http://127.0.0.1:1' });
    const { code, notes } = await post(before, after);
    expect([code, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.problem, expect.stringContaining('cannot be reached at http://127.0.0.1:1')]);
  });
});

test.each<[string, Host, Readonly<Record<string, string | undefined>>, RegExp]>([
  ['no token', 'github', { GITHUB_TOKEN: undefined }, /GITHUB_TOKEN or GH_TOKEN is not set/],
  ['no repository', 'github', { GITHUB_REPOSITORY: undefined }, /GITHUB_REPOSITORY is not set/],
  ['a repository that leads elsewhere', 'github', { GITHUB_REPOSITORY: '../../x' }, /is no repository/],
  ['no pull request', 'github', { GITHUB_EVENT_PATH: undefined }, /names a pull request/],
  ['an event of a push', 'github', { GITHUB_EVENT_PATH: file('push.json', { ref: 'refs/heads/main' }) }, /names a pull request/],
  ['an address that is none', 'github', { GITHUB_API_URL: 'file:///etc/passwd' }, /is no address/],
  ['no token', 'gitlab', { GITLAB_TOKEN: '' }, /GITLAB_TOKEN is not set/],
  ['no merge request', 'gitlab', { CI_MERGE_REQUEST_IID: undefined }, /CI_MERGE_REQUEST_IID is not set/],
])('%s on %s is told, and nothing is asked', async (_, host, changes, message) => {
  server.clear();
  setEnvironment(host, changes);
  const { code, notes } = await agentFleet('diff', before, after, '--post', host);
  expect([code, notes.replace(/\s+/g, ' ')]).toEqual([EXIT.problem, expect.stringMatching(message)]);
  expect(server.asked).toEqual([]);
});

test('the number of a pull request may stand in the ref', async () => {
  server.clear();
  setEnvironment('github', { GITHUB_EVENT_PATH: undefined, GITHUB_REF: 'refs/pull/12/merge' });
  await agentFleet('diff', before, after, '--post', 'github');
  expect(server.writes).toEqual(['POST /repos/acme/fleets/issues/12/comments']);
});

test('a comment that is too long loses its details, then its last lines, never its marker', async () => {
  const written: string[] = [];
  const host = {
    longest: 400,
    page: async () => undefined,
    create: async (body: string) => void written.push(body),
    update: async () => true,
  };
  await postComment(host, MARKER, `${MARKER}\n### short\n\n<details>${'x'.repeat(500)}`, true);
  await postComment(host, MARKER, `${MARKER}\n${'| row |\n'.repeat(100)}`, true);
  expect(written.map((body) => [body.startsWith(MARKER), body.length <= 400, body.includes('agent-fleet diff` prints')])).toEqual([
    [true, true, true],
    [true, true, true],
  ]);
});
