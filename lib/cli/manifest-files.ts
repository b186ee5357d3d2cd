/** One file per object, so that a diff between two releases names what changed. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { KubernetesObject } from '../testing/kubernetes-view/kubernetes-object';
import type { KubernetesView } from '../testing/kubernetes-view/kubernetes-view';
import { describeRelease, toYaml } from './object-yaml';

/** Writes `objects/*.yaml` for `kubectl apply -f` and `helm/*.values.yaml` for `helm template -f`; files of an earlier run go away. */
export function writeManifests(view: KubernetesView, folder: string): { readonly objects: number; readonly releases: number } {
  const objects = emptied(path.join(folder, 'objects'));
  const helm = emptied(path.join(folder, 'helm'));
  for (const object of view.objects) fs.writeFileSync(path.join(objects, fileName(object)), toYaml(object));
  for (const release of view.releases) {
    fs.writeFileSync(path.join(helm, `${release.name}.values.yaml`), `# ${describeRelease(release)}\n${toYaml(release.values)}`);
  }
  return { objects: view.objects.length, releases: view.releases.length };
}

/** kubectl applies the files of a folder by name, and a namespace must come before what lives in it. */
function fileName({ apiVersion, kind, metadata }: KubernetesObject): string {
  const order = kind === 'Namespace' ? '0' : '1';
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${[order, metadata.namespace, `${kind.toLowerCase()}${group}`, metadata.name].filter((part) => part !== undefined).join('-')}.yaml`;
}

function emptied(folder: string): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const file of fs.readdirSync(folder)) if (file.endsWith('.yaml')) fs.rmSync(path.join(folder, file));
  return folder;
}
