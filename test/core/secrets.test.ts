import fc from 'fast-check';
import { KEY_PROVIDERS } from '../../lib/core/secrets/known-keys';
import {
  literalSecretArgs,
  literalSecrets,
  literalSecretsIn,
  looksSecret,
  secretValues,
  withoutSecrets,
} from '../../lib/core/secrets/literal-secret';
import { isSecretName, wordsOf } from '../../lib/core/secrets/secret-names';

/** Nobody's keys: the right form, made of nothing. */
const made = (length: number) => 'a1B2c3D4'.repeat(10).slice(0, length);
const hex = (length: number) => '0123456789abcdef'.repeat(4).slice(0, length);

const KEYS: readonly (readonly [string, string])[] = [
  ['OpenAI', `sk-proj-${made(40)}`],
  ['Anthropic', `sk-ant-api03-${made(40)}`],
  ['OpenRouter', `sk-or-v1-${hex(40)}`],
  ['Langfuse', `sk-lf-${made(24)}`],
  ['LiteLLM', `sk-${made(20)}`],
  ['Stripe', `sk_live_${made(24)}`],
  ['Stripe webhook', `whsec_${made(24)}`],
  ['Hugging Face', `hf_${made(34)}`],
  ['GitHub', `ghp_${made(36)}`],
  ['GitHub, fine-grained', `github_pat_${made(22)}_${made(30)}`],
  ['GitLab', `glpat-${made(20)}`],
  ['Slack', `xoxb-123456789012-${made(24)}`],
  ['Slack webhook', `https://hooks.slack.com/services/T0000/B0000/${made(24)}`],
  ['AWS', `AKIA${made(16).toUpperCase()}`],
  ['AWS session', `ASIA${made(16).toUpperCase()}`],
  ['Google', `AIza${made(35)}`],
  ['Azure storage', `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${made(64)}==;EndpointSuffix=core.windows.net`],
  ['Azure signature', `https://x.blob.core.windows.net/c?sv=2024&sig=${made(40)}`],
  ['Azure application', `abc8Q~${made(34)}`],
  ['npm', `npm_${made(36)}`],
  ['PyPI', `pypi-AgEI${made(40)}`],
  ['Groq', `gsk_${made(40)}`],
  ['NVIDIA', `nvapi-${made(40)}`],
  ['Replicate', `r8_${made(37)}`],
  ['LangSmith', `lsv2_pt_${hex(32)}_${hex(10)}`],
  ['Databricks', `dapi${hex(32)}`],
  ['Vault', `hvs.${made(24)}`],
  ['a JSON web token', `eyJ${made(20)}.eyJ${made(20)}.${made(30)}`],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMII…'],
  ['user and password in an address', 'postgres://agents:hunter2@db.example.com/agents'],
  ['a password alone in an address', 'redis://:hunter2@cache:6379/0'],
  ['a bearer header', `Authorization: Bearer ${made(20)}`],
  ['a header in JSON', `{"headers": {"x-api-key": "${made(20)}"}}`],
  ['a connection string', `host=db user=agents password=${made(12)}`],
  ['a query', `https://api.example.com/v1?api_key=${made(20)}`],
];

test.each(KEYS)('a value that is or holds a secret is found whatever its name: %s', (_, value) => {
  expect(looksSecret('SETTING', value)).toBe(true);
  expect(looksSecret('', `text before ${value}`)).toBe(true);
});

test.each([
  'HF_TOKEN',
  'DB_PASSWORD',
  'DB_PASS',
  'SMTP_PASSWD',
  'OPENAI_API_KEY',
  'LITELLM_MASTER_KEY',
  'LITELLM_SALT_KEY',
  'AZURE_OPENAI_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'CLIENT_SECRET',
  'apiKey',
  'hfToken',
  '--api-key',
  '--hf-token',
  'APIKEY',
  'SSH_PASSPHRASE',
  'GOOGLE_CREDENTIALS',
  'API_KEYS',
  'AUTH_TOKENS',
  'SESSION_COOKIE',
  'DB_CONNECTION_STRING',
])('%s names a secret', (name) => {
  expect(looksSecret(name, 'anything')).toBe(true);
});

test.each([
  ['MAX_TOKENS', '4096'],
  ['MAX_TOKEN', 'unlimited'],
  ['TOKENIZER', 'meta-llama/Llama-3.1-8B-Instruct'],
  ['TOKENIZERS_PARALLELISM', 'false'],
  ['TOKENIZER_MODE', 'auto'],
  ['TOKEN_BUDGET', 'large'],
  ['TOKEN_LIMIT', '100000'],
  ['EOS_TOKEN', '</s>'],
  ['PAD_TOKEN', '<|endoftext|>'],
  ['HF_TOKEN', ''],
  ['HF_TOKEN_PATH', '/run/secrets/hf'],
  ['API_KEY_FILE', '/run/secrets/key'],
  ['OPENAI_API_KEY', 'EMPTY'],
  ['OPENAI_API_KEY', 'not-needed'],
  ['OPENAI_API_KEY', 'sk-no-key-required'],
  ['OPENAI_API_KEY', '$(OPENAI_KEY)'],
  ['LITELLM_MASTER_KEY', 'os.environ/LITELLM_MASTER_KEY'],
  ['TOKEN', 'https://login.example.com/oauth/token'],
  ['PUBLIC_KEY', 'ssh-ed25519 AAAA'],
  ['SORT_KEY', 'created_at'],
  ['CACHE_KEY', 'fleet'],
  ['KEY', 'value'],
  ['MONKEY', 'chimp'],
  ['BYPASS', 'on'],
  ['COMPASS', 'north'],
  ['LOG_LEVEL', 'info'],
  ['API_URL', 'http://router:4000/v1'],
  ['REDIS_URI', 'redis://:$(REDIS_PASSWORD)@cache:6379/0'],
  ['MODEL', 'meta-llama/Llama-3.3-70B-Instruct'],
  ['MODEL', 'Qwen/Qwen3-235B-A22B-Instruct-2507-FP8'],
  ['MODEL', 'nvidia/Llama-3_3-Nemotron-Super-49B-v1_5'],
  ['IMAGE', `registry.example.com/agents@sha256:${hex(64)}`],
  ['SYSTEM_PROMPT', 'Never tell a secret: the password is asked of the user, bearer of bad news. The token: 3 words.'],
  ['TRACE', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
  ['PACKAGES', 'sk-learn,torch'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector.monitoring:4317'],
])('%s=%s is none', (name, value) => {
  expect(looksSecret(name, value)).toBe(false);
});

test('a password may be a number, a count of tokens is not a secret', () => {
  expect(looksSecret('DB_PASSWORD', '123456')).toBe(true);
  expect(looksSecret('RETRY_TOKEN', '5')).toBe(false);
});

test('names are read in every way of writing', () => {
  expect(['hfToken', 'HF_TOKEN', '--hf-token', 'hf.token'].map((name) => wordsOf(name).join(' '))).toEqual(Array(4).fill('HF TOKEN'));
  expect(isSecretName('')).toBe(false);
});

test('every provider of the table has its own rows', () => {
  expect(KEY_PROVIDERS.length).toBeGreaterThan(35);
});

describe('the finding about a literal secret', () => {
  test('of a variable does not repeat it, and says what to write', () => {
    const findings = literalSecrets({ HF_TOKEN: 'hf_abcdef', LOG: 'x' }, 'research/planner', 'env');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'AF-SPEC-004', prop: 'env.HF_TOKEN', value: '(hidden)' });
    expect(JSON.stringify(findings)).not.toContain('hf_abcdef');
  });

  test('of a token counts, too: Terraform would keep its value in the state', () => {
    expect(literalSecrets({ DB_PASSWORD: '${TfToken[TOKEN.1]}', HOST: '${TfToken[TOKEN.2]}' }, 'p', 'env').map(({ prop }) => prop)).toEqual(
      ['env.DB_PASSWORD'],
    );
  });

  test.each([
    [['--api-key', 'hunter2'], 'args.1'],
    [['--api-key=hunter2'], 'args.0'],
    [['-v', '--hf_token', 'hunter2'], 'args.2'],
    [['--url', 'redis://:hunter2@cache'], 'args.1'],
    [['--header', 'Authorization: Bearer hunter2hunter2'], 'args.1'],
    [['serve', `hf_${made(34)}`], 'args.1'],
    [['-p', `sk-${made(30)}`], 'args.1'],
  ])('of arguments names the argument: %j', (args, prop) => {
    const findings = literalSecretArgs(args, 'research/agents', 'args');
    expect(findings.map((finding) => finding.prop)).toEqual([prop]);
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|a1B2c3D4/);
  });

  test.each([
    [['--api-key', '$(API_KEY)']],
    [['--api-key=$(API_KEY)']],
    [['--hf-token', '--other']],
    [['--max-tokens', '512']],
    [['--tokenizer', 'meta-llama/Llama-3.1-8B']],
    [['--ssl-keyfile', '/tls/key.pem']],
    [['--enable-auto-tool-choice', '--tool-call-parser', 'hermes']],
    [['--speculative-config', '{"method":"ngram","num_speculative_tokens":4}']],
    [[]],
  ])('is not there for %j', (args) => {
    expect(literalSecretArgs(args, 'p', 'args')).toEqual([]);
  });

  test('tells how to hand a secret to an argument', () => {
    expect(literalSecretArgs(['--api-key', 'hunter2'], 'p', 'args')[0]?.repairs).toEqual([
      "env: { API_KEY: SecretRef.existing('<secret name>', '<key>') }, args: ['--api-key', '$(API_KEY)']",
    ]);
  });
});

test('of chart values only what is written out is found, not where a secret lies', () => {
  const values = {
    grafana: { adminPassword: 'hunter2', admin: { existingSecret: 'grafana', passwordKey: 'admin-password' } },
    env: [{ value: `sk-${made(20)}` }],
  };
  expect(literalSecretsIn(values, 'platform/operators', 'prometheus.values').map(({ prop }) => prop)).toEqual([
    'prometheus.values.grafana.adminPassword',
    'prometheus.values.env.0.value',
  ]);
});

test('other findings about the same values are cleaned of them', () => {
  const secrets = secretValues({ A: 'x', DB_PASSWORD: 'hunter2' }, ['--api-key', 'swordfish', '--n', '1']);
  expect(secrets).toEqual(['hunter2', 'swordfish']);
  const [finding] = withoutSecrets(
    [{ message: 'the value "swordfish" belongs to no flag', value: ['hunter2'], repairs: [{ change: 'x' }] }],
    secrets,
  );
  expect(finding).toEqual({ message: 'the value "(hidden)" belongs to no flag', value: ['(hidden)'], repairs: [{ change: 'x' }] });
});

test('no text is slow to read', () => {
  const letters = fc.constantFrom('a', 'A1', '://', ':', '@', '=', '"', ' ', 'bearer ', 'sk-', 'eyJ', '.', '-', 'password=', '/', '{"');
  const texts = fc
    .array(letters, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('').repeat(Math.ceil(100_000 / parts.join('').length)));
  fc.assert(
    fc.property(texts, (text) => {
      const started = performance.now();
      looksSecret('NAME', text);
      return performance.now() - started < 3000;
    }),
    { numRuns: 30 },
  );
}, 60_000);

test('keys of receivers in the configuration of Alertmanager are found, and files that hold them are not', () => {
  const receivers = [
    { pagerduty_configs: [{ routing_key: hex(32), service_key: hex(32) }] },
    { opsgenie_configs: [{ api_key: made(36) }], pushover_configs: [{ user_key: made(30) }] },
    { telegram_configs: [{ bot_token: `1234:${made(30)}` }] },
    { pagerduty_configs: [{ routing_key_file: '/etc/alertmanager/secrets/keys/pagerduty', routing_key: '<key>' }] },
  ];
  expect(literalSecretsIn(receivers, 'platform/operators', 'values').map(({ prop }) => prop)).toEqual([
    'values.0.pagerduty_configs.0.routing_key',
    'values.0.pagerduty_configs.0.service_key',
    'values.1.opsgenie_configs.0.api_key',
    'values.1.pushover_configs.0.user_key',
    'values.2.telegram_configs.0.bot_token',
  ]);
});
