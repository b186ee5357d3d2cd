/** The documented interfaces and the schemas that check them must say the same; the compiler holds them together. */
import type { z } from 'zod';
import type {
  ExistingSessionStoreProps,
  existingSessionStoreSchema,
  SessionStoreProps,
  sessionStoreSchema,
} from '../../lib/stores/session-store-props';
import type {
  ExistingStateStoreProps,
  existingStateStoreSchema,
  StateStoreProps,
  stateStoreSchema,
} from '../../lib/stores/state-store-props';

type Same<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : false) : false;
type Accepts<Props, Input> = Props extends Input ? true : false;

test('props and schemas agree', () => {
  const agreed: true[] = [
    true satisfies Same<SessionStoreProps, z.input<typeof sessionStoreSchema>>,
    true satisfies Accepts<SessionStoreProps, z.input<typeof sessionStoreSchema>>,
    true satisfies Same<StateStoreProps, z.input<typeof stateStoreSchema>>,
    true satisfies Accepts<StateStoreProps, z.input<typeof stateStoreSchema>>,
    true satisfies Same<ExistingSessionStoreProps, z.input<typeof existingSessionStoreSchema>>,
    true satisfies Accepts<ExistingSessionStoreProps, z.input<typeof existingSessionStoreSchema>>,
    true satisfies Same<ExistingStateStoreProps, z.input<typeof existingStateStoreSchema>>,
    true satisfies Accepts<ExistingStateStoreProps, z.input<typeof existingStateStoreSchema>>,
  ];
  expect(agreed).not.toContain(false);
});
