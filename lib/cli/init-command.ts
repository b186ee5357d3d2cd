/** `agent-fleet init`: a project that synthesizes, tests and deploys, in a folder that is new or empty. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Command, Option } from 'commander';
import { FleetSpecError } from '../core/fleet-error';
import { CDKS, type Cdk } from './init/cdk';
import { projectFiles } from './init/project-files';
import { CI_SYSTEMS, type ContinuousIntegration, projectName, stateBackend } from './init/project-options';
import { makeFolder, refuseLink, writeNew } from './safe-files';
import type { Terminal } from './terminal';

interface InitOptions {
  readonly name?: string;
  readonly context: string;
  readonly ci: ContinuousIntegration;
  readonly state: string;
  readonly cdk: Cdk;
  readonly json?: true;
}

export function registerInit(program: Command, terminal: Terminal): void {
  program
    .command('init')
    .argument('[folder]', 'folder of the project, new or empty', '.')
    .option('--name <name>', 'name of the npm package (default: name of the folder)')
    .option('--context <context>', 'context of the kubeconfig', 'my-cluster')
    .addOption(new Option('--ci <system>', 'pipeline to write').choices(CI_SYSTEMS).default('github'))
    .option('--state <where>', 'local, s3:<bucket>:<region>, gcs:<bucket> or azurerm:<group>:<account>:<container>', 'local')
    .addOption(new Option('--cdk <engine>', 'cdktf, or CDK Terrain (cdktn, with Node.js 22)').choices(CDKS).default('cdktf'))
    .option('--json', 'print JSON: the folder and the files that were written')
    .description('Write a project: a fleet, its tests and a pipeline')
    .action((folder: string, options: InitOptions) => init(path.resolve(folder), options, terminal));
}

function init(folder: string, { name = path.basename(folder), state, json, ...rest }: InitOptions, terminal: Terminal): void {
  const files = projectFiles({ ...rest, name: projectName(name), state: stateBackend(state) });
  refuseFilled(folder);
  for (const [file, text] of Object.entries(files)) {
    makeFolder(path.join(folder, path.dirname(file)));
    writeNew(path.join(folder, file), text);
    if (!json) terminal.out(`${file}\n`);
  }
  if (json) terminal.out(`${JSON.stringify({ folder, files: Object.keys(files) }, null, 2)}\n`);
  terminal.note(`${folder} is ready. Next: npm install, npm test, npm run synth, npm run plan`);
}

/** Nothing that somebody wrote is changed; the folder of a fresh repository counts as empty. */
function refuseFilled(folder: string): void {
  refuseLink(folder);
  if (!fs.existsSync(folder)) return;
  const found = fs.readdirSync(folder).filter((entry) => entry !== '.git');
  if (found.length === 0) return;
  throw new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'agent-fleet init',
      prop: 'folder',
      value: folder,
      allowed: 'a folder that is new or empty',
      message: `${folder} holds ${found.length === 1 ? found[0] : `${found.length} entries`}; a project is written into an empty folder only`,
      repairs: ['agent-fleet init my-fleet'],
    },
  ]);
}
