/**
 * `cdktf-agent-fleet/testing/jest-globals`: types of the matcher for tests that import `expect` from `@jest/globals`. Apart from
 * `cdktf-agent-fleet/testing`, because the compiler refuses the declaration where jest's own types are not installed.
 */
import './jest-matcher';
import type { FleetMatchers } from './jest-matcher';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends FleetMatchers<R> {}
}
