/** What the pipelines of `agent-fleet init` run for a pull request, in a real shell and a real repository; npm and npx are stand-ins. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { temporaryOutdir } from '../../setup/temporary-outdir';
import { agentFleet } from '../support';

const CHECKS = {
  github: { file: '.github/workflows/fleet.yml', branch: 'GITHUB_BASE_REF', script: githubScript, post: { POST: '--post github' } },
  gitlab: {
    file: '.gitlab-ci.yml',
    branch: 'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
    script: gitlabScript,
    post: { GITLAB_TOKEN: 'x', CI_MERGE_REQUEST_IID: '7' },
  },
} as const;

type Host = keyof typeof CHECKS;
type Workflow = { readonly jobs: { readonly check: { readonly steps: readonly { readonly if?: string; readonly run?: string }[] } } };

function githubScript(text: string): string {
  const { jobs } = parse(text) as Workflow;
  return jobs.check.steps.find((step) => step.if === "github.event_name == 'pull_request'")?.run ?? '';
}

function gitlabScript(text: string): string {
  const { check } = parse(text) as { readonly check: { readonly script: readonly string[] } };
  return check.script.at(-1) ?? '';
}

/** A clone of a repository whose main branch holds what is given. */
function clone(files: Readonly<Record<string, string>>): string {
  const root = temporaryOutdir();
  const [origin, work] = [path.join(root, 'origin'), path.join(root, 'work')];
  fs.mkdirSync(origin, { recursive: true });
  const git = (at: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: at, stdio: 'pipe' });
  git(origin, 'init', '-q', '-b', 'main');
  for (const [name, text] of Object.entries({ 'README.md': '', ...files })) fs.writeFileSync(path.join(origin, name), text);
  git(origin, 'add', '-A');
  git(origin, 'commit', '-q', '-m', 'before');
  git(root, 'clone', '-q', origin, work);
  return work;
}

/** What the script asked of `agent-fleet`. @param synth exit code of the synthesis of the main branch */
async function asked(host: Host, files: Readonly<Record<string, string>>, synth = 0, posts = true): Promise<string> {
  const { file, branch, script, post } = CHECKS[host];
  const project = path.join(temporaryOutdir(), 'my-fleet');
  await agentFleet('init', project, '--ci', host);
  const work = clone(files);
  const bin = path.join(work, '..', 'bin');
  fs.mkdirSync(bin);
  const tool = (name: string, text: string) => fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  tool('npm', 'exit 0');
  tool('npx', `case "$1" in agent-fleet) echo "$@" >> "${work}/../asked";; *) exit ${synth};; esac`);
  const env = {
    ...(posts ? post : { CI_MERGE_REQUEST_IID: '7' }),
    [branch]: 'main',
    PATH: `${bin}:${process.env['PATH']}`,
    GITHUB_STEP_SUMMARY: path.join(work, '../summary'),
  };
  execFileSync('bash', ['-eo', 'pipefail', '-c', script(fs.readFileSync(path.join(project, file), 'utf8'))], {
    cwd: work,
    env,
    stdio: 'pipe',
  });
  return fs.readFileSync(path.join(work, '../asked'), 'utf8').trim();
}

const markdown = { github: ' --format markdown', gitlab: '' };

describe.each<Host>(['github', 'gitlab'])('on %s', (host) => {
  test('the fleet of the target branch is synthesized and compared', async () => {
    expect(await asked(host, { 'cdktf.json': '{}' })).toBe(
      `agent-fleet diff earlier/cdktf.out cdktf.out --fail-on lost-data,left-behind${markdown[host]} --post ${host}`,
    );
  });

  test('a target branch without a fleet is no fleet', async () => {
    expect(await asked(host, {})).toBe(`agent-fleet diff none cdktf.out --fail-on lost-data,left-behind${markdown[host]} --post ${host}`);
  });

  test('so is one that is refused', async () => {
    expect(await asked(host, { 'cdktf.json': '{}' }, 1)).toBe(
      `agent-fleet diff none cdktf.out --fail-on lost-data,left-behind${markdown[host]} --post ${host}`,
    );
  });

  test('without a token that may write nothing is posted', async () => {
    expect(await asked(host, { 'cdktf.json': '{}' }, 0, false)).toBe(
      `agent-fleet diff earlier/cdktf.out cdktf.out --fail-on lost-data,left-behind${markdown[host]}`,
    );
  });
});
