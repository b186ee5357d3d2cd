/** What a pipeline of a new project runs, in the words of GitHub Actions and of GitLab: tests and the plan for each change, the deploy from the main branch. */
import { stringify } from 'yaml';
import { workflowYaml } from './actions';
import { type Cdk, cdkOfProject } from './cdk';

const TERRAFORM = '1.11.4';
const checked = ({ cdk }: Pipeline) => [
  'npm ci',
  'npm test',
  `npx ${cdkOfProject(cdk).command} synth`,
  'npx agent-fleet plan > plan.txt',
  'cat plan.txt',
];
const deployed = ({ cdk }: Pipeline) => {
  const { command } = cdkOfProject(cdk);
  return ['npm ci', `npx ${command} synth`, `npx ${command} deploy '*' --auto-approve`];
};
const ARTEFACTS = ['plan.txt', 'cdktf.out/stacks/*/fleet.plan.json'];

/** Synthesizes the branch that the change goes to. Where it has no fleet, or one that is refused, there is nothing to compare with. */
const earlierFleet = ({ cdk }: Pipeline, branch: string): string[] => [
  `git fetch --depth=1 origin ${branch}`,
  'git worktree add --force earlier FETCH_HEAD',
  'OLD=none',
  'if [ -f earlier/cdktf.json ]; then',
  '  (cd earlier && npm ci)',
  `  if (cd earlier && npx ${cdkOfProject(cdk).command} synth); then OLD=earlier/cdktf.out; fi`,
  'fi',
];

const YAML = { lineWidth: 0, aliasDuplicateObjects: false } as const;

const step = (run: string) => ({ run });

export interface Pipeline {
  readonly cdk: Cdk;
  /** False where the state lies beside the program: a pipeline would begin each deploy from an empty one. */
  readonly deploys: boolean;
}

export function githubWorkflow(pipeline: Pipeline): string {
  const { deploys } = pipeline;
  const setUp = [
    { uses: 'actions/checkout' },
    { uses: 'actions/setup-node', with: { 'node-version': cdkOfProject(pipeline.cdk).nodeJs, cache: 'npm' } },
    { uses: 'hashicorp/setup-terraform', with: { terraform_version: TERRAFORM, terraform_wrapper: false } },
  ];
  const comparison = {
    if: "github.event_name == 'pull_request'",
    run: lines([
      ...earlierFleet(pipeline, '"$GITHUB_BASE_REF"'),
      'npx agent-fleet diff "$OLD" cdktf.out --fail-on lost-data,left-behind --format markdown $POST >> "$GITHUB_STEP_SUMMARY"',
    ]),
    // The token of a pull request from a fork may not write: its comparison stands in the summary alone.
    env: {
      GITHUB_TOKEN: '${{ github.token }}',
      POST: "${{ github.event.pull_request.head.repo.full_name == github.repository && '--post github' || '' }}",
    },
  };
  const kubeconfig = {
    run: 'install -m 600 /dev/null "$RUNNER_TEMP/kubeconfig"\nprintf \'%s\' "$KUBECONFIG_TEXT" > "$RUNNER_TEMP/kubeconfig"\n',
    env: { KUBECONFIG_TEXT: '${{ secrets.KUBECONFIG_TEXT }}' },
  };
  return workflowYaml({
    name: 'fleet',
    on: { pull_request: null, push: { branches: ['main'] } },
    permissions: { contents: 'read', 'pull-requests': 'write' },
    jobs: {
      check: {
        'runs-on': 'ubuntu-24.04',
        steps: [
          ...setUp,
          ...checked(pipeline).map(step),
          comparison,
          { uses: 'actions/upload-artifact', with: { name: 'plan', path: lines(ARTEFACTS) } },
        ],
      },
      ...(deploys && {
        deploy: {
          needs: 'check',
          if: "github.ref == 'refs/heads/main'",
          'runs-on': 'ubuntu-24.04',
          environment: 'production',
          // One deploy at a time; a started one is never cancelled.
          concurrency: { group: 'deploy', 'cancel-in-progress': false },
          steps: [
            ...setUp,
            kubeconfig,
            ...deployed(pipeline).map((run) => ({ run, env: { KUBE_CONFIG_PATH: '${{ runner.temp }}/kubeconfig' } })),
          ],
        },
      }),
    },
  });
}

export function gitlabPipeline(pipeline: Pipeline): string {
  const { deploys } = pipeline;
  const terraform = [
    `curl -fsSLo terraform.zip https://releases.hashicorp.com/terraform/${TERRAFORM}/terraform_${TERRAFORM}_linux_amd64.zip`,
    `curl -fsSL https://releases.hashicorp.com/terraform/${TERRAFORM}/terraform_${TERRAFORM}_SHA256SUMS | grep linux_amd64 | sed 's/terraform_.*zip/terraform.zip/' | sha256sum -c`,
    'apt-get update -qq && apt-get install -qqy unzip && unzip -q terraform.zip -d /usr/local/bin',
  ];
  // Without a token of the project the comparison stands in the log alone.
  const comparison = lines([
    'if [ -n "$CI_MERGE_REQUEST_IID" ]; then',
    ...earlierFleet(pipeline, '"$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"'),
    'npx agent-fleet diff "$OLD" cdktf.out --fail-on lost-data,left-behind ${GITLAB_TOKEN:+--post gitlab}',
    'fi',
  ]);
  return stringify(
    {
      image: `node:${cdkOfProject(pipeline.cdk).nodeJs}`,
      stages: deploys ? ['check', 'deploy'] : ['check'],
      check: {
        stage: 'check',
        rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }, { if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
        script: [...terraform, ...checked(pipeline), comparison],
        artifacts: { paths: ARTEFACTS },
      },
      ...(deploys && {
        deploy: {
          stage: 'deploy',
          rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
          environment: 'production',
          resource_group: 'deploy',
          // A variable of type File.
          variables: { KUBE_CONFIG_PATH: '$KUBECONFIG_FILE' },
          script: [...terraform, ...deployed(pipeline)],
        },
      }),
    },
    YAML,
  );
}

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`;
