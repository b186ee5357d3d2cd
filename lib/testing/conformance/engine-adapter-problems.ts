/**
 * Holds an engine adapter against its contract: `expect(engineAdapterProblems(myAdapter)).toEqual([])`. It asks the adapter for every kind of
 * pool, in every release whose flags were read.
 */

import { valueProblem } from '../../catalog/engines/arg-values';
import { Engine } from '../../catalog/engines/engine';
import { EngineVersion } from '../../catalog/engines/engine-version';
import { type GivenFlag, parseArgs } from '../../catalog/engines/parse-args';
import { isFleetError } from '../../core/fleet-error';
import { isDnsLabel } from '../../core/kubernetes/dns-label';
import { own } from '../../core/own';
import type { SecretRef } from '../../core/secret-ref';
import { literalSecretArgs, literalSecrets } from '../../core/secrets/literal-secret';
import type { EngineAdapter } from '../../inference/engines/adapter';
import { engineDefinitionProblems, unknownFlag } from './engine-definition-problems';
import { multiNodeProblems } from './multi-node-problems';
import { asked, type ContractProblem, isSame, unless } from './problem';
import { SAMPLE_TOKEN, type ServingSample, servingSamples } from './serving-samples';

/** What an adapter breaks of its contract; empty when it keeps all of it. */
export function engineAdapterProblems(adapter: EngineAdapter): ContractProblem[] {
  return asked('EngineAdapter', () => engineAdapterFaults(adapter));
}

function engineAdapterFaults(adapter: EngineAdapter): ContractProblem[] {
  const facts = engineDefinitionProblems(adapter.definition);
  if (facts.some(({ part }) => part === 'id' || part === 'name' || part === 'defaultVersion')) return facts;
  const samples = releasesOf(adapter).flatMap((version) => servingSamples(Engine.of(adapter.definition, { version })));
  const served = samples.filter(({ spec }) => !adapter.limits(spec).some(({ severity = 'error' }) => severity === 'error'));
  return [
    ...facts,
    ...podProblems(adapter),
    ...listProblems(adapter),
    ...sizingProblems(adapter),
    ...unless(served.length > 0, 'limits', 'the engine refuses every kind of pool'),
    ...limitProblems(adapter, samples),
    ...served.slice(0, 1).flatMap(({ spec }) => multiNodeProblems(adapter, spec)),
    ...served.flatMap((sample) => sampleProblems(adapter, sample)),
  ];
}

/** Releases whose flags were read; of any other it is not known what its parser takes. */
function releasesOf({ definition }: EngineAdapter): string[] {
  return [...new Set([definition.defaultVersion, ...definition.values.reads])];
}

/** The restricted pod standard, and room for what the engine writes. */
function podProblems(adapter: EngineAdapter): ContractProblem[] {
  const { runAs, weightsFolder, drainSeconds, warmCommand } = adapter;
  const [sample] = servingSamples(Engine.of(adapter.definition));
  const folders = sample === undefined ? [] : adapter.writableFolders(sample.spec.replica);
  const paths = [weightsFolder, ...folders.map(({ path }) => path)];
  const names = ['weights', ...folders.map(({ name }) => name)];
  return [
    ...unless(Number.isInteger(runAs.user) && runAs.user > 0, 'runAs.user', `user ${runAs.user} is root, or none`),
    ...unless(Number.isInteger(runAs.group) && runAs.group >= 0, 'runAs.group', `${runAs.group} is not a group`),
    ...unless(Number.isInteger(drainSeconds) && drainSeconds >= 0, 'drainSeconds', `${drainSeconds} s`),
    ...unless(warmCommand === undefined || warmCommand.length > 0, 'warmCommand', 'it is empty, so no start ends'),
    ...unless(new Set(paths).size === paths.length, 'writableFolders', 'two volumes have one path'),
    ...unless(new Set(names).size === names.length, 'writableFolders', 'two volumes have one name; "weights" is that of the weights'),
    ...paths.flatMap((path) => unless(path.startsWith('/'), 'writableFolders', `"${path}" is not an absolute path`)),
    ...names.flatMap((name) => unless(isDnsLabel(name), 'writableFolders', `"${name}" is not the name of a volume`)),
    ...folders.flatMap(({ name, sizeGiB }) => unless(sizeGiB > 0, 'writableFolders', `${name} has ${sizeGiB} GiB`)),
  ];
}

function listProblems(adapter: EngineAdapter): ContractProblem[] {
  const { definition, ownedFlags } = adapter;
  return [
    ...ownedFlags.flatMap((flag) => unknownFlag(definition, 'ownedFlags', flag)),
    ...flagsOfProps(adapter).flatMap((flag) => unknownFlag(definition, 'flagsOfProps', flag)),
    ...flagsOfProps(adapter).flatMap((flag) => unless(!ownedFlags.includes(flag), 'flagsOfProps', `${flag} is among the owned flags`)),
    ...Object.keys(definition.propOfFlag).flatMap((flag) =>
      unless(
        [...ownedFlags, ...flagsOfProps(adapter), ...definition.alwaysOwned].includes(flag),
        'propOfFlag',
        `${flag} is set by a prop and not owned: extraArgs could set it, too`,
      ),
    ),
  ];
}

const flagsOfProps = ({ flagsOfProps: byProp }: EngineAdapter): string[] => Object.values(byProp).flat();

/** Adapter and sizing answer for the same engine; whether the sizing is right has a suite of its own. */
function sizingProblems({ definition, sizing }: EngineAdapter): ContractProblem[] {
  return unless(sizing === undefined || sizing.id === definition.id, 'sizing', `${sizing?.id} is sized, ${definition.id} is served`);
}

/** A refusal tells what was asked and what to change. */
function limitProblems(adapter: EngineAdapter, samples: readonly ServingSample[]): ContractProblem[] {
  return samples.flatMap(({ name, spec }) =>
    adapter
      .limits(spec)
      .flatMap(({ prop, message, repairs }) => [
        ...unless(prop !== '', 'limits', `${name}: a limit names no prop`),
        ...unless(message !== '' && repairs.length > 0, 'limits', `${name}: the limit of ${prop} says nothing, or nothing to change`),
      ]),
  );
}

function sampleProblems(adapter: EngineAdapter, sample: ServingSample): ContractProblem[] {
  const release = sample.spec.replica.engine.version;
  try {
    return [argProblems, environmentProblems, servingProblems, downloadProblems]
      .flatMap((check) => check(adapter, sample))
      .map(({ part, message }) => ({ part, message: `${release}, ${sample.name}: ${message}` }));
  } catch (error) {
    const what = isFleetError(error) ? error.code : String(error);
    return [{ part: 'args', message: `${release}, ${sample.name}: the adapter throws ${what}` }];
  }
}

function argProblems(adapter: EngineAdapter, { spec }: ServingSample): ContractProblem[] {
  const args = adapter.args(spec);
  const extra = ['--of-the-user', '1'];
  return [
    ...unless(isSame(args, adapter.args(spec)), 'args', 'two calls give different arguments'),
    ...unless(
      isSame(adapter.args({ ...spec, extraArgs: extra }), [...args, ...extra]),
      'args',
      'extraArgs do not come last, as they were written',
    ),
    ...literalSecretArgs(args, '', 'args').map(({ prop }) => ({ part: 'args', message: `${prop} is a secret, written out` })),
    ...parseArgs(args).flags.flatMap((given) => flagProblems(adapter, given, spec.replica.engine)),
  ];
}

/** What a prop sets and a release cannot do is AF-ENG-043 for the user; any other flag has to be there. */
function flagProblems(adapter: EngineAdapter, given: GivenFlag, engine: Engine): ContractProblem[] {
  const { definition, ownedFlags } = adapter;
  const version = EngineVersion.of(engine.version, definition.releaseStep);
  const { flags } = definition;
  const resolved = flags.resolve(given.name, version);
  if (resolved === undefined) return [{ part: 'args', message: `${given.written} is in no release of the flag table` }];
  const { flag, presence, takes } = resolved;
  const owned = [...ownedFlags, ...flagsOfProps(adapter), ...definition.alwaysOwned];
  const refusable = definition.propOfFlag[flag] !== undefined || presence === 'present' || presence === 'uncertain';
  const value = presence === 'present' && definition.propOfFlag[flag] === undefined ? flags.choicesOf(flag, version) : undefined;
  const problem = valueProblem(given, takes, value);
  return [
    ...unless(owned.includes(flag), 'ownedFlags', `${flag} is set by the adapter and not owned: extraArgs could set it a second time`),
    ...unless(refusable, 'args', `${flag} is not in this release, and no prop is to blame`),
    ...(problem === undefined ? [] : [{ part: 'args', message: `${given.written} ${problem.message}` }]),
  ];
}

/** What the kubelet takes as a name of a variable. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

function environmentProblems(adapter: EngineAdapter, { spec }: ServingSample): ContractProblem[] {
  const env = adapter.env(spec);
  const texts = [...adapter.args(spec), ...Object.values(env).filter((value) => typeof value === 'string')].join('\n');
  return [
    ...unless(isSame(env, adapter.env(spec)), 'env', 'two calls give different variables'),
    ...variableProblems('env', env),
    ...unless(!Object.values(env).includes(SAMPLE_TOKEN), 'env', 'the engine itself gets the token of the hub; only the download needs it'),
    ...unless(!texts.includes(SAMPLE_TOKEN.name), 'env', 'huggingFaceToken is written into a text'),
  ];
}

function variableProblems(part: string, env: Readonly<Record<string, string | SecretRef>>): ContractProblem[] {
  return [
    ...Object.keys(env).flatMap((name) => unless(VARIABLE.test(name), part, `"${name}" is not the name of a variable`)),
    ...literalSecrets(env, '', part).map(({ prop }) => ({ part, message: `${prop} is a secret, written out` })),
  ];
}

const MARKER = '.contract-complete';

/** The command that fills the folder of the weights, and the only one that may know the token. */
function downloadProblems(adapter: EngineAdapter, { spec }: ServingSample): ContractProblem[] {
  const [command, env, repositories] = [adapter.download(spec, MARKER), adapter.downloadEnv(spec), adapter.repositories(spec)];
  const words = [...command, ...Object.values(env).filter((value) => typeof value === 'string')].join('\n');
  const token = spec.huggingFaceToken;
  return [
    ...unless(isSame(command, adapter.download(spec, MARKER)), 'download', 'two calls give different commands'),
    ...unless(
      // What is streamed lies in a store, and no repository of the hub has its name.
      spec.streamed !== undefined || repositories.some((name) => name.includes(spec.checkpoint)),
      'repositories',
      `${spec.checkpoint} is not among them`,
    ),
    ...(spec.streamed === undefined || adapter.flagsOfProps.weights === undefined
      ? []
      : unless(
          repositories.length === 0,
          'repositories',
          `${repositories.join(', ')} would be downloaded beside weights that are streamed`,
        )),
    ...unless(command.length > 0, 'download', 'there is no command'),
    ...repositories.flatMap((name) => unless(words.includes(name), 'download', `nothing brings ${name}`)),
    ...(adapter.pinsRevisions === true ? repositories : []).flatMap((name) => {
      const commit = own(spec.revisions, name);
      return unless(commit === undefined || words.includes(commit), 'pinsRevisions', `nothing brings ${name} at its commit`);
    }),
    ...unless(words.includes(MARKER), 'download', `nothing writes ${MARKER}`),
    ...unless(words.includes(adapter.weightsFolder), 'download', `nothing says that the weights go to ${adapter.weightsFolder}`),
    ...unless(
      token === undefined || Object.values(env).includes(token),
      'downloadEnv',
      'huggingFaceToken reaches no variable as a reference',
    ),
    ...unless(!words.includes(SAMPLE_TOKEN.name), 'download', 'huggingFaceToken is written into a text'),
    ...variableProblems('downloadEnv', env),
  ];
}

/** The server has to serve what was asked for, under the name that clients send. */
function servingProblems(adapter: EngineAdapter, { spec }: ServingSample): ContractProblem[] {
  const words = [...(adapter.command?.(spec) ?? []), ...adapter.args(spec), ...Object.values(adapter.env(spec))].map(String);
  const says = (text: string) => words.some((word) => word.includes(text));
  return [
    ...unless(says(spec.checkpoint), 'args', `nothing names the checkpoint ${spec.checkpoint}`),
    ...unless(
      adapter.definition.servedName !== undefined || says(spec.servedName),
      'args',
      `nothing names the model as clients do, ${spec.servedName}`,
    ),
    ...(adapter.definition.aliases === 'told' ? (spec.aliases ?? []) : []).flatMap((alias) =>
      unless(says(alias), 'args', `nothing names the alias ${alias}, and the definition says that the engine is told`),
    ),
    ...(adapter.adapterLimits === undefined ? [] : (spec.adapters ?? [])).flatMap(({ name, source }) =>
      unless(says(name) && says(source), 'args', `nothing loads the adapter ${name} from ${source}`),
    ),
    ...unless(says(adapter.weightsFolder), 'env', `nothing says that the weights are in ${adapter.weightsFolder}`),
  ];
}
