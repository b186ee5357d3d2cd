/** `agent-fleet manifests`: the Kubernetes objects that Terraform will make, for kubectl, kubeconform, kube-score and eyes. */
import { type Command, Option } from 'commander';
import { oneLine } from '../core/printable';
import { type KubernetesView, kubernetesView } from '../testing/kubernetes-view/kubernetes-view';
import { type AppOptions, chosenStacks, onSynthesizedApp } from './app-folder';
import { writeManifests } from './manifest-files';
import { describeRelease, inApplyOrder, releaseComment, toYaml } from './object-yaml';
import { folderIn, makeFolder } from './safe-files';
import type { Terminal } from './terminal';

interface ManifestOptions extends AppOptions {
  readonly out?: string;
  readonly yaml?: true;
  readonly json?: true;
}

/** A stack with the objects that it will make. */
export interface StackView extends KubernetesView {
  readonly stack: string;
}

export function registerManifests(program: Command, terminal: Terminal): void {
  onSynthesizedApp(program.command('manifests'))
    .description('Print the Kubernetes objects that the synthesized Terraform will make')
    .addOption(new Option('--out <folder>', 'write one file per object, and the values of each Helm release').conflicts(['yaml', 'json']))
    .addOption(new Option('--yaml', 'print YAML documents (default)').conflicts('json'))
    .option('--json', 'print one v1 List')
    .action((stack: string | undefined, options: ManifestOptions) => showManifests(stack, options, terminal));
}

function showManifests(stack: string | undefined, options: ManifestOptions, terminal: Terminal): void {
  const views = chosenStacks(stack, options).map((chosen) => ({
    stack: chosen.name,
    ...kubernetesView(chosen.terraform(), chosen.folder),
  }));
  if (options.out !== undefined) writeFiles(views, options.out, terminal);
  else if (options.json) printList(views, terminal);
  else terminal.out(views.map(asYaml).join(''));
}

function writeFiles(views: readonly StackView[], folder: string, terminal: Terminal): void {
  makeFolder(folder);
  for (const view of views) {
    const own = folderIn(folder, view.stack);
    const written = writeManifests(view, own);
    terminal.note(`${own}: ${written.objects} objects, values of ${written.releases} Helm releases`);
  }
}

/** A List has no comments, so releases are noted beside it. */
function printList(views: readonly StackView[], terminal: Terminal): void {
  const items = views.flatMap((view) => inApplyOrder(view.objects));
  terminal.out(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`);
  for (const release of views.flatMap((view) => view.releases)) terminal.note(`not in the list: ${describeRelease(release)}`);
}

function asYaml(view: StackView): string {
  const head = `# stack ${oneLine(view.stack)}: ${view.objects.length} objects, ${view.releases.length} Helm releases\n`;
  const releases = view.releases.map((release) => `${releaseComment(release)}\n`);
  const objects = inApplyOrder(view.objects).map((object) => `---\n${toYaml(object)}`);
  return [head, ...releases, ...objects].join('');
}
