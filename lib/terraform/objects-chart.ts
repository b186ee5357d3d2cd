import * as path from 'node:path';
import type { Construct } from 'constructs';
import { AssetType, expression, TerraformAsset } from './engine';

/** Path of the small chart that installs the objects in its values, as Terraform finds it beside the stack. */
export function objectsChart(scope: Construct, id: string): string {
  const chart = new TerraformAsset(scope, id, { path: path.join(__dirname, 'objects-chart'), type: AssetType.DIRECTORY });
  return `${expression('path.module')}/${chart.path}`;
}
