/** AF-RTE-067: a setting of LiteLLM that changes what the plan says of a router. */
import { type Rule, violations } from '../../../core/rule';
import { propOf, writtenSettings } from '../extra-config/extra-config';
import { OPEN_SETTINGS } from '../extra-config/open-settings';
import { insteadOf, insteadOfSection } from '../extra-config/planned-settings';
import type { RouterView } from '../router-view';

export const settingsPlanned: Rule<RouterView> = {
  id: 'settings-planned',
  code: 'AF-RTE-067',
  title: 'A setting of extraConfig changes what was planned.',
  why: 'Limits, timeouts, fallbacks, spend and residency are judged by the props of the router; a setting beside them would make the plan wrong.',
  fix: 'Use the prop from which the setting follows.',
  severity: 'error',
  check({ spec: { extraConfig = {} } }) {
    const written = writtenSettings(extraConfig);
    if (written.length === 0) return 'not-applicable';
    return violations(
      written
        .filter(({ kind }) => kind === 'planned')
        .map((setting) => {
          const { section, name } = setting;
          const instead = section === null ? insteadOfSection(name) : insteadOf(section, name);
          return {
            prop: propOf(setting),
            value: name,
            allowed:
              section === null ? 'router_settings, litellm_settings, general_settings' : Object.keys(OPEN_SETTINGS[section]).join(', '),
            message: `"${name}" is not a user's to write; in its place: ${instead}`,
            repairs: [`no ${name}; ${instead}`],
          };
        }),
    );
  },
};
