/** Whether the facts of an engine agree with each other. */
import type { EngineDefinition } from '../../catalog/engines/engine-definition';
import { EngineVersion } from '../../catalog/engines/engine-version';
import { isDnsLabel } from '../../core/kubernetes/dns-label';
import { type ContractProblem, unless } from './problem';

export function engineDefinitionProblems(definition: EngineDefinition): ContractProblem[] {
  return [
    ...identityProblems(definition),
    ...portProblems(definition),
    ...metricProblems(definition),
    ...imageProblems(definition),
    ...flagProblems(definition),
    ...startupProblems(definition),
  ];
}

function identityProblems({ id, name, factory, defaultVersion }: EngineDefinition): ContractProblem[] {
  return [
    ...unless(isDnsLabel(id), 'id', `"${id}" cannot be the name of a container`),
    ...unless(name !== '', 'name', 'an engine needs a name for people'),
    ...unless(/^\w+(\.\w+)*$/.test(factory), 'factory', `"${factory}" is not an expression such as Engine.of`),
    ...unless(EngineVersion.parse(defaultVersion) !== null, 'defaultVersion', `"${defaultVersion}" is not a release`),
  ];
}

function portProblems({ port, healthPath, metricsPort = port, metricsPath }: EngineDefinition): ContractProblem[] {
  const isPort = (value: number) => Number.isInteger(value) && value > 0 && value < 65_536;
  return [
    ...unless(isPort(port), 'port', `${port} is not a port`),
    ...unless(isPort(metricsPort), 'metricsPort', `${metricsPort} is not a port`),
    ...unless(healthPath.startsWith('/'), 'healthPath', `"${healthPath}" does not begin with a slash`),
    ...unless(metricsPath === null || metricsPath.startsWith('/'), 'metricsPath', `"${metricsPath}" does not begin with a slash`),
  ];
}

/** Letters of a metric, as Prometheus allows them. */
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

function metricProblems({ metricsPath, metrics }: EngineDefinition): ContractProblem[] {
  const { cutOff: _matcher, ...names } = metrics;
  const named = Object.entries(names).filter(([, name]) => name !== null);
  return named.flatMap(([meaning, name]) => [
    ...unless(metricsPath !== null, `metrics.${meaning}`, `"${name}" is written by an engine that serves no metrics`),
    ...unless(METRIC.test(String(name)), `metrics.${meaning}`, `"${name}" is not the name of a Prometheus series`),
    ...unless(!/_(bucket|sum|count)$/.test(String(name)), `metrics.${meaning}`, `"${name}" is a part of a histogram; name the histogram`),
  ]);
}

function imageProblems({ images, tagOf, defaultVersion }: EngineDefinition): ContractProblem[] {
  const tag = tagOf(defaultVersion);
  return [
    ...unless(images.length > 0, 'images', 'no image is published for any vendor; name at least the one you build'),
    ...unless(/^[A-Za-z0-9_][\w.-]{0,127}$/.test(tag), 'tagOf', `"${tag}" is not the tag of an image`),
  ];
}

/** Every flag that some list names must be one that the parser of the engine knows. */
function flagProblems(definition: EngineDefinition): ContractProblem[] {
  const lists = {
    alwaysOwned: definition.alwaysOwned,
    propOfFlag: Object.keys(definition.propOfFlag),
    flagEffects: definition.flagEffects.map(([flag]) => flag),
  };
  return Object.entries(lists).flatMap(([part, flags]) => flags.flatMap((flag) => unknownFlag(definition, part, flag)));
}

/** A flag that no release has, nor ever had. */
export function unknownFlag({ flags, defaultVersion, releaseStep }: EngineDefinition, part: string, flag: string): ContractProblem[] {
  const version = EngineVersion.parse(defaultVersion, releaseStep);
  const known = version !== null && (flags.resolve(flag, version) !== undefined || flags.retiredRow(flag) !== undefined);
  return unless(known, part, `${flag} is in no release of the flag table`);
}

function startupProblems({ startup }: EngineDefinition): ContractProblem[] {
  const { engineSeconds, leastSeconds } = startup;
  return [
    ...unless(engineSeconds >= 0, 'startup.engineSeconds', `${engineSeconds} s`),
    ...unless(leastSeconds > 0, 'startup.leastSeconds', `${leastSeconds} s would stop the engine before it has started`),
  ];
}
