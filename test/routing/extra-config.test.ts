/** Further settings of LiteLLM: what may be written stands in config.yaml, and nothing else does. */
import { parse } from 'yaml';
import { Pins } from '../../lib/catalog/pins';
import {
  KNOWN_SETTINGS,
  OTHER_SECTIONS,
  SECTIONS,
  SETTINGS_RELEASE,
  type Section,
} from '../../lib/routing/litellm/extra-config/known-settings';
import { OPEN_SETTINGS } from '../../lib/routing/litellm/extra-config/open-settings';
import { insteadOf } from '../../lib/routing/litellm/extra-config/planned-settings';
import { LiteLLMRouter } from '../../lib/routing/litellm/router';
import { manifest, pool, problemsOf, research, type Setting } from '../setup/research-stack';

type Config = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const routed = (extraConfig: object) => (setting: Setting) =>
  new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, replicas: 1, extraConfig }).addRoute({
    alias: 'planner',
    pool: pool(setting, 'workers'),
  });

function configOf(extraConfig: object): Config {
  const { data } = manifest<{ data: Record<string, string> }>(research(routed(extraConfig)), 'ConfigMap', 'router');
  return parse(data['config.yaml'] ?? '', { version: '1.1' }) as Config;
}

const problems = (extraConfig: object) =>
  problemsOf(routed(extraConfig)).filter(({ code }) => ['AF-RTE-066', 'AF-RTE-067', 'AF-RTE-068', 'AF-SPEC-001'].includes(code));

test('what may be written stands beside what the router writes', () => {
  const [plain, extended] = [
    configOf({}),
    configOf({ litellm_settings: { modify_params: true }, general_settings: { missing_session_id: 'reject' } }),
  ];
  expect(extended['litellm_settings']).toEqual({ ...plain['litellm_settings'], modify_params: true });
  expect(extended['general_settings']).toEqual({ ...plain['general_settings'], missing_session_id: 'reject' });
  expect(extended['router_settings']).toEqual(plain['router_settings']);
});

test('a typo is told with what was meant, and a setting of another section with where it belongs', () => {
  const [typo, moved] = problems({ litellm_settings: { modify_parms: true }, router_settings: { missing_session_id: 'omit' } });
  expect(typo).toMatchObject({ code: 'AF-RTE-066', repairs: ['extraConfig: { litellm_settings: { modify_params: … } }'] });
  expect(moved).toMatchObject({ code: 'AF-RTE-066', repairs: ['extraConfig: { general_settings: { missing_session_id: … } }'] });
});

test('a setting that a prop decides is told with the prop', () => {
  const [found] = problems({ router_settings: { num_retries: 5 } });
  expect(found).toMatchObject({ code: 'AF-RTE-067', message: expect.stringContaining('retries') as string });
});

test.each(SECTIONS)(
  'every setting of %s that may be written is known to the release, and none is one that the router writes',
  (section) => {
    const open = Object.keys(OPEN_SETTINGS[section]);
    expect(KNOWN_SETTINGS[section]).toEqual(expect.arrayContaining(open));
    expect(Object.keys(configOf({})[section] ?? {}).filter((name) => open.includes(name))).toEqual([]);
  },
);

test.each(SECTIONS)('every setting of %s that the router writes is among those that the release knows', (section) => {
  const written = Object.keys(configOf({})[section] ?? {});
  expect(written.filter((name) => !KNOWN_SETTINGS[section].includes(name))).toEqual([]);
});

test('what is known and neither open nor decided by a prop is refused all the same', () => {
  expect(insteadOf('general_settings', 'use_google_kms')).toMatch(/plan does not know/);
  expect(problems({ general_settings: { use_google_kms: true } })).toMatchObject([{ code: 'AF-RTE-067' }]);
  for (const name of OTHER_SECTIONS) expect(problems({ [name]: {} })).toHaveLength(1);
});

test.each<[Section, string, unknown]>([
  ['litellm_settings', 'prometheus_latency_buckets', []],
  ['litellm_settings', 'anthropic_prompt_caching_ttl', '2h'],
  ['general_settings', 'user_header_name', 'x user'],
  ['router_settings', 'client_ttl', 0],
  ['litellm_settings', 'modify_params', 'os.environ/MODIFY'],
])('a value of another kind is refused: %s.%s = %j', (section, name, value) => {
  expect(problems({ [section]: { [name]: value } })).toMatchObject([{ code: 'AF-SPEC-001' }]);
});

test('the settings are those of the release that is pulled', () => {
  expect(Pins.images.litellm.version).toBe(`v${SETTINGS_RELEASE}`);
});
