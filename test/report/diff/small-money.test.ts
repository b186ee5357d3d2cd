import { formatField } from '../../../lib/report/diff/format-field';

test.each([
  [0.0012, '$0.0012'],
  [0.25, '$0.25'],
  [0, '$0.00'],
  [1_234.5, '$1,234.50'],
])('%d dollars are %s, as the plan writes them', (usd, shown) => expect(formatField('usd', usd)).toBe(shown));
