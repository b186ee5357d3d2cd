import type { Finding } from '../../lib/core/finding';
import type { AcknowledgementView, PlacedAcknowledgement } from '../../lib/policies/accepted';
import { ACKNOWLEDGEMENT_RULES } from '../../lib/policies/rules';
import { describeRules } from './cases';

const FOUND: Finding = { code: 'AF-OBS-006', severity: 'warning', path: 'research/f', message: 'no trace of the fleet', repairs: [] };

const view = (given: Partial<PlacedAcknowledgement> = {}, change: Partial<AcknowledgementView> = {}): AcknowledgementView => ({
  acknowledgement: { rule: 'AF-OBS-006', reason: 'a pilot of two weeks', owner: 'platform', path: 'research', ...given },
  covers: [FOUND],
  refusals: [],
  codes: ['AF-OBS-006', 'AF-CAP-001'],
  today: '2026-11-29',
  ...change,
});

describeRules('rules on acknowledgements', ACKNOWLEDGEMENT_RULES, {
  'acknowledged-rule-known': { violated: [view({ rule: 'AF-OBS-066' })], compliant: view(), notApplicable: 'always' },
  'acknowledgement-in-force': {
    violated: [view({ expires: '2026-11-28' })],
    compliant: view({ expires: '2026-11-29' }),
    notApplicable: view(),
  },
  'acknowledgement-possible': {
    violated: [view({ rule: 'AF-CAP-001' }, { refusals: [FOUND] })],
    compliant: view(),
    notApplicable: view({}, { covers: [] }),
  },
  'acknowledgement-needed': { violated: [view({}, { covers: [] })], compliant: view(), notApplicable: view({ rule: 'AF-OBS-066' }) },
});
