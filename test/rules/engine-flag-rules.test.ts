import { Engine } from '../../lib/catalog/engines/engine';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';
import type { FlagEffectRow, VariableEffectRow } from '../../lib/catalog/engines/flag-effect';
import { type ArgContext, givenArgs } from '../../lib/catalog/engines/given-args';
import { parseArgs } from '../../lib/catalog/engines/parse-args';
import {
  ARG_RULES,
  EFFECT_RULES,
  PROP_ARG_RULES,
  RELEASE_RULES,
  VARIABLE_RULES,
  VARIABLE_VALUE_RULES,
} from '../../lib/catalog/engines/rules';
import { TEI } from '../../lib/catalog/engines/tei/definition';
import { TGI } from '../../lib/catalog/engines/tgi/definition';
import { VLLM } from '../../lib/catalog/engines/vllm/definition';
import { describeRules } from './cases';

const READ = '0.30.0';
const UNREAD = '0.34.0';
const context = (version = READ): ArgContext => ({
  engine: Engine.vllm({ version }).name,
  version: EngineVersion.of(version),
  table: VLLM.flags,
  propOf: VLLM.propOfFlag,
  sharedKvTiers: VLLM.sharedKvTiers,
});
const given = (args: readonly string[], version = READ) => givenArgs(args, ['--max-model-len'], context(version));
const fine = given(['--block-size', '16']);
const embeds = (args: readonly string[]) =>
  givenArgs(args, [], {
    engine: 'Text Embeddings Inference 1.9.3',
    version: EngineVersion.of('1.9.3', 'patch'),
    table: TEI.flags,
    propOf: {},
    sharedKvTiers: undefined,
  });

describeRules('rules of the flags that a user adds', ARG_RULES, {
  'flag-not-removed': { violated: [given(['--swap-space', '4'])], compliant: fine, notApplicable: given([]) },
  'flag-known': {
    violated: [given(['--make-it-fast']), given(['--make-it-fast'], UNREAD)],
    compliant: fine,
    notApplicable: given([]),
  },
  'flag-set-once': { violated: [given(['--max-model-len', '4096'])], compliant: fine, notApplicable: given([]) },
  'flag-given-once': {
    violated: [embeds(['--payload-limit', '3', '--payload-limit', '4', '--default-prompt', 'a', '--default-prompt-name', 'b'])],
    compliant: embeds(['--cors-allow-origin', 'a', '--cors-allow-origin', 'b']),
    notApplicable: embeds([]),
  },
  'flag-value-accepted': { violated: [given(['--block-size', 'seven'])], compliant: fine, notApplicable: given([]) },
});

const followed = (args: readonly string[], version = READ) => ({ ...context(version), flags: parseArgs(args).flags });
const offload = ['--kv-offloading-size', '8'];

describeRules('rules of the flags that props become', PROP_ARG_RULES, {
  'release-follows-props': {
    violated: [followed(offload, '0.8.5'), followed(offload, '0.12.0')],
    compliant: followed(offload),
    notApplicable: followed([]),
  },
});

const variables = (names: readonly string[], version = READ) => ({
  engine: Engine.vllm({ version }).name,
  version: EngineVersion.of(version),
  names,
  retired: VLLM.retiredEnvironment,
});

describeRules('rules of the variables that a user sets', VARIABLE_RULES, {
  'variables-read': {
    violated: [variables(['VLLM_ATTENTION_BACKEND'])],
    compliant: variables(['VLLM_ATTENTION_BACKEND'], '0.19.0'),
    notApplicable: variables(['HF_HOME']),
  },
});

const values = (variables: Readonly<Record<string, string>>, args: readonly string[] = []) => ({
  engine: 'TGI 3.3.7',
  version: EngineVersion.of('3.3.7'),
  table: TGI.flags,
  variables,
  args,
});

describeRules('rules of the values of variables', VARIABLE_VALUE_RULES, {
  'variable-value-accepted': {
    violated: [values({ TRUST_REMOTE_CODE: '1' })],
    compliant: values({ TRUST_REMOTE_CODE: 'true', MAX_CONCURRENT_REQUESTS: '256' }),
    notApplicable: values({ HF_HOME: '/tmp', PAYLOAD_LIMIT: 'many' }, ['--payload-limit', '8']),
  },
});

const FLAG_EFFECTS: readonly FlagEffectRow[] = [
  ['--blocks', 'refused', 'it sets the number of blocks', { instead: 'measured' }],
  ['--odd', 'uncertain', 'nobody has measured it'],
  ['--quiet', 'none'],
];
const VARIABLE_EFFECTS: readonly VariableEffectRow[] = [['SLOTS', 'refused', 'it sets the number of slots']];
const effects = (flags: readonly string[], names: readonly string[] = []) => ({
  flags: parseArgs(flags).flags.map((one) => ({ given: one, flag: one.name })),
  variables: names,
  flagEffects: FLAG_EFFECTS,
  variableEffects: VARIABLE_EFFECTS,
  kind: 'llm' as const,
  sharedKvTiers: VLLM.sharedKvTiers,
});

describeRules('rules of what flags and variables do to the plan', EFFECT_RULES, {
  'plan-counts-it': {
    violated: [effects(['--blocks', '9'], ['SLOTS']), effects(['--odd'])],
    compliant: effects(['--quiet'], ['HF_HOME']),
    notApplicable: effects([]),
  },
  'kv-tier-of-one-replica': {
    violated: [effects(['--kv-offloading-backend', 'lmcache'], ['LMCACHE_REMOTE_URL'])],
    compliant: effects(['--kv-offloading-backend', 'native'], ['HF_HOME']),
    notApplicable: effects([]),
  },
});

const release = (version: string, reads: readonly string[] = ['0.19.0', '0.28.0', READ]) => ({
  version: EngineVersion.of(version),
  name: Engine.vllm({ version }).name,
  factory: 'Engine.vllm',
  given: version,
  reads,
});

describeRules('rules of a release', RELEASE_RULES, {
  'release-read': {
    violated: [release('99.0.0'), release(UNREAD), release('0.25.0')],
    compliant: release(READ),
    notApplicable: release(READ, []),
  },
});
