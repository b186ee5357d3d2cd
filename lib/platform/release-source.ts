/** Where Helm takes a chart from: its public repository, a mirror of it, or a folder. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Construct } from 'constructs';
import type { ChartPin } from '../catalog/pins';
import type { SpecCode } from '../core/codes';
import { FleetSpecError } from '../core/fleet-error';
import { type ChartMirrorRule, isFolder, mirroredCharts } from '../core/kubernetes/chart-mirror';
import { AssetType, expression, TerraformAsset } from '../terraform/engine';

export type ChartMirror = string | readonly ChartMirrorRule[] | undefined;

export interface ReleaseSource {
  readonly repository?: string;
  readonly chart: string;
  readonly version?: string;
}

export function releaseSource(pin: ChartPin, mirror: ChartMirror, version: string = pin.version): ReleaseSource {
  const source = mirroredCharts(pin.repository, mirror);
  return isFolder(source) ? { chart: `${source}/${pin.chart}` } : { repository: source, chart: pin.chart, version };
}

/**
 * Terraform runs in the folder of the stack: a chart of a folder beside the program is copied there. An absolute path is one of the machine that runs
 * Terraform.
 *
 * @throws FleetSpecError when the folder has no such chart
 */
export function carriedChart(scope: Construct, id: string, source: ReleaseSource): ReleaseSource {
  if (source.repository !== undefined || path.isAbsolute(source.chart)) return source;
  const folder = path.resolve(source.chart);
  if (!fs.existsSync(path.join(folder, 'Chart.yaml'))) throw noChart(scope, source.chart, folder);
  const asset = new TerraformAsset(scope, `${id}-chart`, { path: folder, type: AssetType.DIRECTORY });
  return { ...source, chart: `${expression('path.module')}/${asset.path}` };
}

const noChart = (scope: Construct, chart: string, folder: string): FleetSpecError =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001' satisfies SpecCode,
      severity: 'error',
      path: scope.node.path,
      prop: 'chartMirror',
      value: chart,
      allowed: 'a folder with the unpacked charts, each under its name',
      message: `chartMirror leads to ${folder}, where no Chart.yaml is`,
      repairs: [
        `helm pull --untar --untardir ${path.dirname(chart)} …/${path.basename(chart)}`,
        'a path from the folder in which the app is synthesized, or an absolute one',
      ],
    },
  ]);
