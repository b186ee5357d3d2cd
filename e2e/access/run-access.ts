/** Clusters that are reached by a program or by the kubeconfig of the environment: real Terraform signs in as it would in a pipeline. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inventory, leftovers } from '../checks/inventory';
import { writeKubeconfig } from '../cluster/kubeconfig';
import { synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { Terraform, TerraformDeployment, terraformEnvironment } from '../transports/terraform';
import type { World } from '../world';
import { CredentialProgram } from './credential-program';

const SUBJECT = 'access';
const EXEC = 'by a program that prints a credential';
const ENVIRONMENT = 'by KUBE_CONFIG_PATH of the environment';
const BOTH = 'two providers of each kind in one stack';

interface Setting {
  readonly world: World;
  readonly program: CredentialProgram;
  readonly folder: string;
}

type Variables = Readonly<Record<string, string>>;

export async function runAccess(world: World): Promise<void> {
  const { client, results, connection } = world;
  if (!(world.transport instanceof Terraform) || connection.certificate === undefined) {
    for (const name of [EXEC, ENVIRONMENT, BOTH]) results.notRun(SUBJECT, name, 'needs Terraform, and a cluster with client certificates');
    return;
  }
  const folder = path.join(world.folder, SUBJECT);
  fs.mkdirSync(folder, { recursive: true });
  const setting = { world, folder, program: new CredentialProgram(folder, connection) };
  const { stacks, refusal } = await synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
  if (refusal !== undefined) throw new Error(`the app of the access part is refused: ${refusal}`);
  const named = (name: string) => stacks.find((stack) => stack.name === name) as FleetStack;
  const before = await inventory(client);
  await byProgram(setting, named('access-exec'));
  await byEnvironment(setting, named('access-environment'));
  await deployed(setting, named('access-both'), BOTH, { ...byVariables(setting), ...kubeconfig(setting, 'here', connection) });
  results.judge(SUBJECT, 'destroy leaves nothing', await leftovers(client, before, 60));
}

/** A kubeconfig of the machine that names a dead cluster must change nothing. */
async function byProgram(setting: Setting, stack: FleetStack): Promise<void> {
  const { world, program } = setting;
  const dead = kubeconfig(setting, 'elsewhere', { ...world.connection, server: 'https://127.0.0.1:1' });
  await deployed(setting, stack, EXEC, { ...byVariables(setting), ...dead });
  const calls = program.calls();
  const wrong = calls.filter((call) => call !== '${batch} --for e2e');
  world.results.judge(
    SUBJECT,
    'the program got its arguments and variables as they are written',
    calls.length > 0 ? wrong : ['it was never called'],
  );
}

async function byEnvironment(setting: Setting, stack: FleetStack): Promise<void> {
  const { world } = setting;
  const right = kubeconfig(setting, 'here', world.connection);
  const { KUBE_CONFIG_PATH: file = '' } = right;
  const refused = await deployment(setting, stack, { KUBECONFIG: file });
  const { problems } = await refused.apply();
  const expected = problems.some((problem) => problem.includes('context "e2e" does not exist'));
  world.results.judge(
    SUBJECT,
    'KUBECONFIG alone is not read, and no other cluster is taken',
    expected ? [] : [`said: ${problems.join(' | ')}`],
  );
  await deployed(setting, stack, ENVIRONMENT, right);
}

async function deployed(setting: Setting, stack: FleetStack, name: string, variables: Variables): Promise<void> {
  const opened = await deployment(setting, stack, variables);
  const applied = await opened.apply();
  const second = await opened.secondPlan();
  const problems = [...applied.problems, ...second.problems];
  setting.world.results.judge(SUBJECT, `${name}: applies, second plan empty`, problems, applied.seconds + second.seconds);
  const destroyed = await opened.destroy();
  setting.world.results.judge(SUBJECT, `${name}: destroy`, destroyed.problems, destroyed.seconds);
}

async function deployment({ folder, program }: Setting, stack: FleetStack, variables: Variables): Promise<TerraformDeployment> {
  const own = path.join(folder, 'stacks', stack.name);
  stack.writeTo(own);
  // A home without a kubeconfig.
  const env = terraformEnvironment(path.join(folder, 'home'));
  const made = new TerraformDeployment(stack, own, {
    ...env,
    PATH: `${program.folder}${path.delimiter}${env['PATH'] ?? ''}`,
    ...variables,
  });
  const { ok, reason } = await made.init();
  if (!ok) throw new Error(`terraform init failed: ${reason}`);
  return made;
}

function byVariables({ world: { connection } }: Setting): Variables {
  return { TF_VAR_host: connection.server, TF_VAR_certificate: connection.ca?.toString() ?? '' };
}

function kubeconfig({ folder }: Setting, name: string, connection: World['connection']): Variables {
  const file = path.join(folder, `${name}.kubeconfig`);
  writeKubeconfig(file, connection, ['e2e']);
  return { KUBE_CONFIG_PATH: file };
}
