/** One file per object, so that a diff between two releases names what changed. */

import * as path from 'node:path';
import type { KubernetesObject } from '../testing/kubernetes-view/kubernetes-object';
import type { KubernetesView } from '../testing/kubernetes-view/kubernetes-view';
import { describeRelease, toYaml } from './object-yaml';
import { fileNameOf, folderIn, withoutFiles, writeNew } from './safe-files';

/**
 * Writes `objects/*.yaml` for `kubectl apply -f` and `helm/*.values.yaml` for `helm template -f`; files of an earlier run go away.
 *
 * @param folder exists; nothing is written or removed outside of it
 * @throws FleetSpecError when a folder below is a symbolic link.
 */
export function writeManifests(view: KubernetesView, folder: string): { readonly objects: number; readonly releases: number } {
  const objects = withoutFiles(folderIn(folder, 'objects'), '.yaml');
  const helm = withoutFiles(folderIn(folder, 'helm'), '.yaml');
  for (const object of view.objects) writeNew(path.join(objects, `${fileNameOf(nameOf(object))}.yaml`), toYaml(object));
  for (const release of view.releases) {
    const file = path.join(helm, `${fileNameOf(release.name)}.values.yaml`);
    writeNew(file, `# ${describeRelease(release)}\n${toYaml(release.values)}`);
  }
  return { objects: view.objects.length, releases: view.releases.length };
}

/** kubectl applies the files of a folder by name, and a namespace must come before what lives in it. */
function nameOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const order = kind === 'Namespace' ? '0' : '1';
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return [order, metadata.namespace, `${kind.toLowerCase()}${group}`, metadata.name].filter((part) => part !== undefined).join('-');
}
