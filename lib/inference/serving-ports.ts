/** Ports of a serving pod: one for the API, and a second one where the engine serves its metrics elsewhere. */
import type { Engine } from '../catalog/engines/engine';

export const API_PORT_NAME = 'http';
export const METRICS_PORT_NAME = 'metrics';

export interface ServingPort {
  readonly name: string;
  readonly port: number;
}

/** Name of the container port that serves the metrics; where there are none, that of the API. */
export function metricsPortName(engine: Engine): string {
  return hasOwnMetricsPort(engine) ? METRICS_PORT_NAME : API_PORT_NAME;
}

export function servingPorts(engine: Engine): ServingPort[] {
  const api = { name: API_PORT_NAME, port: engine.port };
  return hasOwnMetricsPort(engine) ? [api, { name: METRICS_PORT_NAME, port: engine.metricsPort }] : [api];
}

const hasOwnMetricsPort = ({ port, metricsPort, metricsPath }: Engine): boolean => metricsPath !== null && metricsPort !== port;
