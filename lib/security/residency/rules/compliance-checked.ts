/** AF-RES-002: what is said of laws and standards is carried on, and of the GDPR only the residency of data is checked. */
import type { Rule } from '../../../core/rule';
import type { DeclaredCompliance } from '../resident-data';

export const complianceChecked: Rule<DeclaredCompliance> = {
  id: 'compliance-checked',
  code: 'AF-RES-002',
  title: 'A fleet is said to keep the GDPR, and nothing says where its data stays.',
  why: 'A label travels to objects, plan and report, and checks nothing; ways that leave the EEA are found where `dataResidency` is named.',
  fix: 'Name the region: dataResidency: Region.EEA, or Region.EU.',
  severity: 'info',
  check({ prop, compliance, residency }) {
    if (!compliance.includes('gdpr')) return 'not-applicable';
    if (residency !== null) return 'compliant';
    return [
      {
        prop,
        value: compliance.join(', '),
        allowed: 'dataResidency beside it',
        message: `${prop} names gdpr, which is written to labels and plan; nothing checks where the data goes`,
        repairs: ['dataResidency: Region.EEA'],
      },
    ];
  },
};
