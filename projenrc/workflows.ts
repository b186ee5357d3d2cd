/** Workflows of GitHub: what CI runs for every change, and how a release is made. */
import { type Project, TextFile } from 'projen';
import { workflowYaml } from '../lib/cli/init/actions';

/** Oldest version that the package supports, and those that are maintained beside it. */
const NODE = { oldest: '20', others: ['22', '24'] } as const;
const GO = '1.26';

const checkout = (more: object = {}) => ({ uses: 'actions/checkout', with: { 'persist-credentials': false, ...more } });
const node = (version: string, more: object = {}) => ({ uses: 'actions/setup-node', with: { 'node-version': version, cache: 'npm', ...more } });
const go = { uses: 'actions/setup-go', with: { 'go-version': GO, cache: false } };
const terraform = { uses: 'hashicorp/setup-terraform', with: { terraform_version: '1.11.4', terraform_wrapper: false } };
/** The control plane of the live proof is built once for each set of pinned modules. */
const tools = {
  uses: 'actions/cache',
  with: { path: '~/.cache/cdktf-agent-fleet', key: "tools-${{ runner.os }}-${{ hashFiles('e2e/control-plane/**/go.sum') }}" },
};
const step = (name: string, run: string, more: object = {}) => ({ name, run, ...more });

/** Everything that CI runs, on the oldest version. */
const checks = (more: object = {}) => [checkout(more), node(NODE.oldest), go, terraform, tools, step('install', 'npm ci'), step('check', '.ci/run')];

const CI = {
  name: 'ci',
  on: { pull_request: {}, push: { branches: ['main'] } },
  permissions: { contents: 'read' },
  concurrency: { group: 'ci-${{ github.ref }}', 'cancel-in-progress': "${{ github.ref != 'refs/heads/main' }}" },
  jobs: {
    check: { 'runs-on': 'ubuntu-24.04', 'timeout-minutes': 180, steps: checks() },
    'other-versions': {
      'runs-on': 'ubuntu-24.04',
      'timeout-minutes': 60,
      strategy: { 'fail-fast': false, matrix: { node: [...NODE.others] } },
      steps: [checkout(), node('${{ matrix.node }}'), step('install', 'npm ci'), step('test', 'npm test')],
    },
  },
};

/**
 * By hand, from main: checks once more, then asks the commits for the version, writes the notes, publishes with provenance and tags. The fixtures of the release
 * are stored and committed before (`npm run e2e -- --store-release …`): the upgrade note of the next release is made from them.
 */
const RELEASE = {
  name: 'release',
  on: { workflow_dispatch: {} },
  permissions: { contents: 'read' },
  concurrency: { group: 'release' },
  jobs: {
    check: { if: "github.ref == 'refs/heads/main'", 'runs-on': 'ubuntu-24.04', 'timeout-minutes': 180, steps: checks() },
    publish: {
      needs: 'check',
      'runs-on': 'ubuntu-24.04',
      'timeout-minutes': 30,
      environment: 'npm',
      // The identity of the workflow signs the provenance of the package and of the bill of materials.
      permissions: { contents: 'write', 'id-token': 'write', attestations: 'write' },
      steps: [
        checkout({ 'fetch-depth': 0 }),
        node('22', { 'registry-url': 'https://registry.npmjs.org' }),
        step('install', 'npm ci'),
        step('version', 'echo "VERSION=$(npm run --silent release:version)" >> "$GITHUB_ENV"'),
        step('notes', 'npm run --silent release:notes -- "$VERSION" > "$RUNNER_TEMP/notes.md"'),
        step('write the version', 'npm version "$VERSION" --no-git-tag-version'),
        step('compile', 'npm run --silent compile'),
        step('bill of materials', 'npm sbom --omit dev --sbom-format cyclonedx > "$RUNNER_TEMP/sbom.cdx.json"'),
        step('pack', 'npm pack --pack-destination "$RUNNER_TEMP"'),
        {
          name: 'attest the bill of materials',
          uses: 'actions/attest-sbom',
          with: { 'subject-path': '${{ runner.temp }}/*.tgz', 'sbom-path': '${{ runner.temp }}/sbom.cdx.json' },
        },
        step('publish', 'npm publish "$RUNNER_TEMP"/cdktf-agent-fleet-"$VERSION".tgz --provenance --access public', {
          env: { NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}' },
        }),
        step(
          'tag',
          'gh release create "v$VERSION" --target "$GITHUB_SHA" --title "$VERSION" --notes-file "$RUNNER_TEMP/notes.md" "$RUNNER_TEMP"/*.tgz "$RUNNER_TEMP/sbom.cdx.json"',
          { env: { GITHUB_TOKEN: '${{ github.token }}' } },
        ),
      ],
    },
  },
};

export function addWorkflows(project: Project): void {
  for (const [name, obj] of Object.entries({ ci: CI, release: RELEASE })) {
    const file = new TextFile(project, `.github/workflows/${name}.yml`);
    file.addLine(`# ${file.marker}`);
    file.addLine('');
    for (const line of workflowYaml(obj).split('\n')) file.addLine(line);
  }
}
