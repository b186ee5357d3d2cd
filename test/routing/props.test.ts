/** The documented interfaces and the schemas that check them must say the same; the compiler holds them together. */
import type { z } from 'zod';
import type { LiteLLMRouterProps, litellmRouterSchema } from '../../lib/routing/litellm/router-props';
import type { RouteProps, routeSchema } from '../../lib/routing/routes';

type Same<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : false) : false;

test('props and schemas name the same keys', () => {
  const agreed: true[] = [
    true satisfies Same<LiteLLMRouterProps, z.input<typeof litellmRouterSchema>>,
    true satisfies Same<RouteProps, z.input<typeof routeSchema>>,
  ];
  expect(agreed).toHaveLength(2);
});
