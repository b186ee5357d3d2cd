/** Where Helm takes a chart from: its public repository, a mirror of it, or a folder. */

import type { ChartPin } from '../catalog/pins';
import { withoutTrailing } from '../core/trailing';

export interface ReleaseSource {
  readonly repository?: string;
  readonly chart: string;
  readonly version?: string;
}

export function releaseSource(pin: ChartPin, mirror: string | undefined, version: string = pin.version): ReleaseSource {
  if (mirror !== undefined && /^(\/|\.)/.test(mirror))
    return { chart: `${withoutTrailing(mirror, (character) => character === '/')}/${pin.chart}` };
  return { repository: mirror ?? pin.repository, chart: pin.chart, version };
}
