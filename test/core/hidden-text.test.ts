import { z } from 'zod';
import { isFleetError } from '../../lib/core/fleet-error';
import { parseProps } from '../../lib/core/schema';
import { shownText } from '../../lib/core/shown-text';

test('a text that may hold a secret is told as such, and not shown', () => {
  const schema = z.strictObject({ reason: shownText('a reason') });
  let caught: unknown;
  try {
    parseProps(schema, { reason: 'see postgres://admin:hunter22@db' }, { path: 'here', className: 'Noted' });
  } catch (error) {
    caught = error;
  }
  const [problem] = isFleetError(caught) ? caught.problems : [];
  expect(problem?.message).toBe('reason is a text that may hold a secret, and is not shown');
  expect(JSON.stringify(problem)).not.toContain('hunter22');
});
