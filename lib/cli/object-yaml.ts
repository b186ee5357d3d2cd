/** Kubernetes objects as YAML that kubectl reads. It reads YAML 1.1, so words like `yes` and `on` are quoted where they are text. */
import { Document, visit } from 'yaml';
import { oneLine, printable } from '../core/printable';
import type { HelmRelease } from '../testing/kubernetes-view/helm';
import type { KubernetesObject } from '../testing/kubernetes-view/kubernetes-object';

export function toYaml(value: unknown): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && printable(scalar.value) !== scalar.value) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return printable(document.toString({ lineWidth: 0 }));
}

/** What others live in or refer to comes first, so that the documents can be applied in their order. */
const FIRST = ['Namespace', 'PriorityClass', 'ServiceAccount', 'Secret', 'ConfigMap', 'PersistentVolumeClaim'];

export function inApplyOrder(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const rank = ({ kind }: KubernetesObject) => (FIRST.includes(kind) ? FIRST.indexOf(kind) : FIRST.length);
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

/** One line that says which chart a release is. */
export function describeRelease(release: HelmRelease): string {
  const version = release.version === undefined ? '' : ` ${release.version}`;
  const repository = release.repository === undefined ? '' : ` from ${release.repository}`;
  return oneLine(`Helm release ${release.name} in namespace ${release.namespace}: chart ${release.chart}${version}${repository}`);
}

/** A release as comment lines: Helm renders its objects, so they cannot stand here. */
export function releaseComment(release: HelmRelease): string {
  const lines = [
    describeRelease(release),
    ...toYaml({ values: release.values })
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
  ];
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n');
}
