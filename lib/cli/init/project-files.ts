/** The files of a new project, by their path. Its program is the example `starter`, which is compiled, tested and deployed with the library. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PACKAGE_FOLDER } from '../package-folder';
import { githubWorkflow, gitlabPipeline, type Pipeline } from './pipeline';
import { json, projectManifest } from './project-manifest';
import type { ProjectOptions } from './project-options';
import { projectReadme } from './project-readme';
import { quoted, stateCode } from './state-code';

const STARTER = path.join(PACKAGE_FOLDER, 'examples/starter');

export function projectFiles(options: ProjectOptions): Readonly<Record<string, string>> {
  return {
    'package.json': projectManifest(options),
    'tsconfig.json': json(TSCONFIG),
    'cdktf.json': json(cdktfConfig(options)),
    '.gitignore': 'node_modules/\ncdktf.out/\n.terraform/\nterraform.*.tfstate*\nplan.txt\n',
    'main.ts': program(options),
    'fleet.ts': starter('fleet.ts'),
    'fleet.test.ts': starter('fleet.test.ts'),
    'README.md': projectReadme(options),
    ...PIPELINES[options.ci]({ cdk: options.cdk, deploys: options.state.kind !== 'local' }),
  };
}

const PIPELINES = {
  github: (pipeline: Pipeline) => ({ '.github/workflows/fleet.yml': githubWorkflow(pipeline) }),
  gitlab: (pipeline: Pipeline) => ({ '.gitlab-ci.yml': gitlabPipeline(pipeline) }),
  none: () => ({}),
};

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'CommonJS',
    moduleResolution: 'Node',
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    types: ['node', 'jest'],
  },
  include: ['*.ts'],
};

const cdktfConfig = ({ name }: ProjectOptions) => ({
  language: 'typescript',
  app: 'npx tsx main.ts',
  projectId: name,
  sendCrashReports: 'false',
  terraformProviders: [],
  terraformModules: [],
  context: {},
});

const starter = (file: string): string => fs.readFileSync(path.join(STARTER, file), 'utf8');

/** The program of the starter with the context and the state of this project. */
function program(options: ProjectOptions): string {
  const { imported, lines } = stateCode(options);
  const text = starter('main.ts').replace("'my-cluster'", () => quoted(options.context));
  if (imported === undefined) return text;
  return text
    .replace("import { App } from 'cdktf';", `import { App, ${imported} } from 'cdktf';`)
    .replace(/^starterFleet\(/m, 'const stacks = starterFleet(')
    .replace(/^app\.synth\(\);/m, () => `${lines.join('\n')}\napp.synth();`);
}
