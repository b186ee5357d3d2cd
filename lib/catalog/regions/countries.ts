/** Countries by ISO 3166-1 code, and the groups that they belong to. */

/** Members of the European Union (european-union.europa.eu, list of EU countries, read 2026-11). */
export const EU_MEMBERS = [
  'AT',
  'BE',
  'BG',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
] as const;

/** Countries of the European Economic Area that are no members of the Union (efta.int, EEA agreement, read 2026-11). */
export const EEA_BESIDE_EU = ['IS', 'LI', 'NO'] as const;

/** Countries of Europe outside of the European Economic Area in which clouds have regions. */
export const EUROPE_BESIDE_EEA = ['CH', 'GB'] as const;
