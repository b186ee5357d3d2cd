import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as catalog from '../../lib/catalog';

const ROOM = join(__dirname, '../../lib/catalog');
const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

describe('the catalog as a room', () => {
  test('exports what it says and nothing else', () => {
    expect(Object.keys(catalog).sort()).toEqual([
      'Engine',
      'EngineVersion',
      'Gpu',
      'HYPERSCALER_MARKUP',
      'Model',
      'Pins',
      'PriceBook',
      'allPins',
      'fp8KvSupport',
      'imageReference',
      'priceOf',
    ]);
  });

  test('looks down only: at itself and at the core', () => {
    for (const file of files) {
      const imports = [...readFileSync(join(ROOM, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '');
      const outside = imports
        .filter((from) => from !== 'zod')
        .map((from) => join(dirname(file), from))
        .filter((from) => from.startsWith('..'));
      for (const from of outside) expect(from).toMatch(/^\.\.\/core\//);
    }
  });

  test('keeps every file below 500 lines and says what it holds', () => {
    for (const file of files) {
      const text = readFileSync(join(ROOM, file), 'utf8');
      expect(text.split('\n').length).toBeLessThan(500);
      expect(text).toContain('/**');
    }
  });
});
