/** AF-RTE-066: LiteLLM takes a setting that it does not know without a word. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import { propOf, type WrittenSetting, writtenSettings } from '../extra-config/extra-config';
import { KNOWN_SETTINGS, SECTIONS, SETTINGS_RELEASE } from '../extra-config/known-settings';
import { OPEN_SETTINGS } from '../extra-config/open-settings';
import type { RouterView } from '../router-view';

export const settingsKnown: Rule<RouterView> = {
  id: 'settings-known',
  code: 'AF-RTE-066',
  title: 'A setting of extraConfig is not known to the release of LiteLLM, or stands in the wrong section.',
  why: 'LiteLLM starts with it and ignores it, so nothing says that it has no effect.',
  fix: 'Write the setting as the release calls it, in the section that it belongs to.',
  severity: 'error',
  check({ spec: { extraConfig = {} } }) {
    const written = writtenSettings(extraConfig);
    if (written.length === 0) return 'not-applicable';
    return violations(written.filter(({ kind }) => kind === 'unknown' || kind === 'elsewhere').map(violationOf));
  },
};

function violationOf(setting: WrittenSetting) {
  const { section, name, kind, belongsTo } = setting;
  const isMoved = kind === 'elsewhere';
  const meant = section === null ? closest(name, SECTIONS) : meantIn(section, name);
  return {
    prop: propOf(setting),
    value: name,
    allowed: isMoved
      ? belongsTo.join(' or ')
      : section === null
        ? SECTIONS.join(', ')
        : `a setting of ${section} that LiteLLM ${SETTINGS_RELEASE} knows`,
    message: isMoved
      ? `"${name}" is a setting of ${belongsTo.join(' and ')}, and is read nowhere else`
      : `LiteLLM ${SETTINGS_RELEASE} knows no "${name}"${section === null ? ' at the top of its configuration' : ` in ${section}`}, and takes it without a word`,
    repairs: isMoved
      ? belongsTo.map((one) => `extraConfig: { ${one}: { ${name}: … } }`)
      : [
          meant === undefined
            ? `no ${name}`
            : section === null
              ? `extraConfig: { ${meant}: … }`
              : `extraConfig: { ${section}: { ${meant}: … } }`,
        ],
  };
}

/** A setting that may be written comes before one that is known. */
const meantIn = (section: keyof typeof KNOWN_SETTINGS, name: string): string | undefined =>
  closest(name, Object.keys(OPEN_SETTINGS[section])) ?? closest(name, KNOWN_SETTINGS[section]);
