import { JsonFile, javascript, TextFile, typescript } from 'projen';
import { addWorkflows } from './projenrc/workflows';

const project = new typescript.TypeScriptProject({
  name: 'cdktf-agent-fleet',
  description: 'Typed fleets of AI agents on your own GPUs: sized, priced and checked before they become Terraform.',
  authorName: 'cdktf-agent-fleet contributors',
  license: 'Apache-2.0',
  copyrightOwner: 'cdktf-agent-fleet contributors',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.12.0',
  typescriptVersion: '~5.9.3',
  keywords: ['cdktf', 'terraform', 'kubernetes', 'llm', 'gpu', 'vllm', 'agents', 'capacity-planning'],

  srcdir: 'lib',
  libdir: 'dist',
  testdir: 'test',
  entrypoint: 'dist/index.js',
  entrypointTypes: 'dist/index.d.ts',
  tsconfigDevFile: 'tsconfig.dev.json',
  projenrcTs: true,
  sampleCode: false,
  github: false,
  buildWorkflow: false,
  release: false,
  depsUpgrade: false,
  package: false,
  eslint: false,
  jest: false,
  docgen: false,

  peerDeps: [
    'cdktf@>=0.21.0 <0.25.0', // above 0.21 it is CDK Terrain under this name
    'constructs@>=10.6.0 <10.8.0',
    '@cdktf/provider-kubernetes@^12.1.0',
    '@cdktf/provider-helm@^12.1.0',
  ],
  peerDependencyOptions: { pinnedDevDependency: false },
  deps: ['zod@^4.6.7', 'commander@^14.0.3', 'cli-table3@^0.6.5', 'yaml@^2.9.1', 'yalps@^0.6.4', 'csv-parse@^7.0.3', '@cyclonedx/cyclonedx-library@^10.3.0'],
  devDeps: [
    'cdktf@0.21.0',
    'cdktn@0.24.0', // the suite runs on CDK Terrain, too
    'constructs@10.7.0',
    '@cdktf/provider-kubernetes@12.1.1',
    '@cdktf/provider-helm@12.1.2',
    '@types/node@^20',
    '@types/jest@^30',
    'jest@^30.5.2',
    'jest-environment-node@^30.5.2', // test/setup/environment.js extends it
    'expect@^30.5.2', // lib/testing augments its types
    '@swc/core@1.16.2',
    '@swc/jest@^0.2.39',
    '@biomejs/biome@2.5.15',
    'dependency-cruiser@^17.3.9',
    'fast-check@^4.10.2',
    'scslre@^0.3.0', // finds patterns whose time grows faster than their text
    'tsx@^4.23.15',
    'typescript-native@npm:typescript@7.0.2', // checks types in a third of the time; the compiler as a library is that of 5.9
    'kubernetes-models@^4.5.1',
    'rollup@^4.68.8',
    'rollup-plugin-dts@^6.5.1',
    'rollup-plugin-license@^3.7.1',
    '@rollup/plugin-node-resolve@^16.0.3',
    '@rollup/plugin-commonjs@^29.0.3',
    '@grafana/grafana-foundation-sdk@0.0.21', // what is used of it is bundled
    '@dagrejs/dagre@^3.1.3', // places the picture of a report; bundled
    'parse5@^7.3.0', // reads reports back
    'fast-xml-parser@^5.12.1',
    'ajv@^8.20.0', // holds SARIF against its schema
    'typedoc@^0.28.20',
    'typedoc-plugin-markdown@^4.14.1',
    'projen@0.103.25',
    'conventional-recommended-bump@^11.2.0', // the version that the commits ask for
    'conventional-changelog-conventionalcommits@^9.1.0',
    'semver@^7.8.1',
    '@types/semver@^7.7.0',
  ],
  tsconfig: {
    compilerOptions: {
      target: 'ES2022',
      lib: ['es2022'],
      module: 'CommonJS',
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      isolatedModules: true,
      stripInternal: true,
      declarationMap: true,
      sourceMap: true,
      inlineSourceMap: false,
      inlineSources: false,
      skipLibCheck: true,
      types: ['node'],
    },
  },
  tsconfigDev: { exclude: ['node_modules', 'dist', 'cdktf.out', '.cache'], include: ['lib/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts', 'e2e/**/*.ts', 'scripts/**/*.ts'], compilerOptions: { types: ['node', 'jest'], paths: { 'cdktf-agent-fleet': ['./lib/index.ts'], 'cdktf-agent-fleet/*': ['./lib/*/index.ts'], 'conventional-recommended-bump': ['./node_modules/conventional-recommended-bump/dist/index'], '@grafana/grafana-foundation-sdk/dist/*': ['./node_modules/@grafana/grafana-foundation-sdk/dist/*/index'] } } },
  gitignore: ['cdktf.out', '*.tsbuildinfo', '.cache', '/dist', '/site', '.terraform', 'terraform.*.tfstate*'],
});

project.package.addField('files', ['dist', 'README.md', 'CHANGELOG.md', 'docs', 'LICENSE', 'examples', '!examples/**/*.test.ts', '!examples/**/__snapshots__', 'examples/starter/*.test.ts']);
// Newest release of this transitive package of which the registry serves the builds for every platform; without them `npm ci` refuses the lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
// `cdktf-agent-fleet/testing` registers a matcher when it is imported.
project.package.addField('sideEffects', ['./dist/testing/index.js']);
project.package.addField('repository', { type: 'git', url: 'git+https://github.com/cdktf-agent-fleet/cdktf-agent-fleet.git' });
project.package.addField('bugs', { url: 'https://github.com/cdktf-agent-fleet/cdktf-agent-fleet/issues' });
project.package.addField('bin', { 'agent-fleet': 'dist/cli/main.js' });
const subpaths = { capacity: 'capacity/index', economics: 'economics/index', planner: 'planner/index', policies: 'policies/index', simulation: 'simulation/index', testing: 'testing/index' };
const entry = (module: string) => ({ types: `./dist/${module}.d.ts`, default: `./dist/${module}.js` });
const entries = Object.entries(subpaths);
project.package.addField('exports', {
  '.': entry('index'),
  ...Object.fromEntries(entries.map(([subpath, module]) => [`./${subpath}`, entry(module)])),
  './package.json': './package.json',
});
// A project with `module: CommonJS`, as cdktf creates it, looks for types by folder and knows no `exports`.
project.package.addField('typesVersions', {
  '*': Object.fromEntries(entries.map(([subpath, module]) => [subpath, [`dist/${module}.d.ts`]])),
});

project.compileTask.reset('node scripts/bundle.mjs');

// `npm test` alone must work on a fresh clone: it installs first when it has to.
project.setScript('pretest', 'node scripts/install.js');
project.setScript('quickstart', 'node scripts/quickstart.js');
project.testTask.reset();
// What it knows of the files is kept, so that the next check reads what has changed.
project.testTask.exec('node node_modules/typescript-native/bin/tsc --noEmit --incremental --tsBuildInfoFile .cache/types.tsbuildinfo -p tsconfig.dev.json', { name: 'type check' });
project.testTask.exec('biome ci', { name: 'lint' });
project.testTask.exec('depcruise --config .dependency-cruiser.js lib', { name: 'import direction' });
// With more room for what lives shortly, a tenth of the time goes.
const JEST = 'node --max-semi-space-size=64 node_modules/jest/bin/jest.js --ci';
// What takes ten seconds and is asked of the tests themselves belongs to the long runs of `.ci/run`.
project.testTask.exec(`${JEST} --testPathIgnorePatterns test/fuzz/props-drawn`, { name: 'unit and snapshot tests' });
project.addTask('test:cdk-terrain', {
  description: 'The same tests on CDK Terrain in the place of cdktf',
  exec: `${JEST} --config jest.cdk-terrain.config.js`,
});
project.addTask('test:update', {
  description: 'Rewrite snapshots; read the diff before you commit it',
  exec: 'jest --updateSnapshot',
});
project.addTask('docs:plan', { description: 'Write what docs/ says about fleet.plan.json from its schema', exec: 'tsx scripts/plan-docs.ts' });
project.addTask('lint:fix', { description: 'Format and fix what can be fixed safely', exec: 'biome check --write' });
project.addTask('bench', { description: 'Ratios against references measured in the same run', exec: 'tsx --tsconfig tsconfig.dev.json bench/main.ts', receiveArgs: true });
project.addTask('accuracy', {
  description: 'Predictions beside measurements, and published tables recomputed: docs/accuracy.md and docs/published-tables.md',
  exec: 'tsx --tsconfig tsconfig.dev.json bench/accuracy.ts',
});
// A tarball of what is checked out, and never one without code or with code of yesterday.
project.packageTask.spawn(project.compileTask);
project.packageTask.exec('mkdir -p dist/js && npm pack --pack-destination dist/js');
project.addTask('package:check', {
  description: 'Packs the package and uses it as users do: compiles, imports and runs against the packed files',
  exec: 'jest --ci --config test/package/jest.config.js',
});
project.addTask('e2e', {
  description: 'Deploys every example to a real API server; what was proven stands in docs/proof.md',
  exec: 'tsx --tsconfig tsconfig.dev.json e2e/main.ts',
  receiveArgs: true,
});

project.addTask('docs:site', {
  description: 'Writes site/: guides and API as pages that can be searched, one for each construct',
  steps: [{ exec: 'typedoc --options typedoc.site.json' }, { exec: 'tsx --tsconfig tsconfig.dev.json scripts/site-links.ts site' }],
});
project.addTask('report:check', {
  description: 'Opens reports in a real Chromium, which npm brings: screenshots, barriers, keyboard, paper, time to first paint',
  exec: 'tsx --tsconfig tsconfig.dev.json e2e/browser/main.ts',
  receiveArgs: true,
});

project.addTask('docs', {
  description: 'Write the pages of docs/ that are made from data',
  steps: [{ exec: 'tsx --tsconfig tsconfig.dev.json scripts/write-docs.ts' }, { exec: 'typedoc' }],
});

project.addTask('release:version', {
  description: 'Print the version that the commits since the last tag ask for',
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/release/next-version.ts',
});
project.addTask('release:notes', {
  description: 'Print the notes of a release: what changed, and what an upgrade does to running fleets',
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/release/write-notes.ts',
  receiveArgs: true,
});
addWorkflows(project);

new JsonFile(project, 'cdktf.json', {
  marker: false,
  obj: {
    language: 'typescript',
    app: 'npx tsx --tsconfig tsconfig.dev.json examples/f13-reference-fleet/main.ts',
    projectId: 'cdktf-agent-fleet',
    sendCrashReports: 'false',
    terraformProviders: [],
    terraformModules: [],
    context: {},
  },
});
new TextFile(project, '.nvmrc', { lines: ['20', ''] });

for (const made of ['*.snap', '/docs/api/**', '/docs/errors.md', '/docs/plan.md', '/docs/fleet-plan.schema.json', '/docs/recommend.schema.json', '/docs/prices.schema.json', '/docs/proof.md', '/docs/accuracy.md', '/docs/published-tables.md', '/test/data/**', '/e2e/fixtures/**', '/e2e/proof/**'])
  project.gitattributes.addAttributes(made, 'linguist-generated');

project.synth();
