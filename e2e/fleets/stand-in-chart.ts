/** A chart that plays another one: of its name and version, with one ConfigMap that holds its values. */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Writes it beside the stack, and returns its address as a release of the stack names it. */
export function standInChart(stackFolder: string, chart: string, version: string): string {
  const place = path.join('stand-ins', `${chart}-${version}`);
  const templates = path.join(stackFolder, place, 'templates');
  fs.mkdirSync(templates, { recursive: true });
  fs.writeFileSync(path.join(stackFolder, place, 'Chart.yaml'), `apiVersion: v2\nname: ${chart}\nversion: ${version}\n`);
  fs.writeFileSync(path.join(templates, 'values.yaml'), CONFIG_MAP);
  return `\${path.module}/${place}`;
}

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-values
data:
  chart: {{ .Chart.Name }} {{ .Chart.Version }}
  values: {{ toJson .Values | quote }}
`;
