// The direction of imports: rooms may import what stands below them, never what stands above. No cycles, no provider barrel.
const ROOMS = [
  'cli', 'report', 'testing', 'policies', 'agents', 'observability', 'elasticity', 'routing', 'inference', 'queues', 'stores',
  'tracing', 'services', 'platform', 'security', 'terraform',
  // nothing below this line imports cdktf or a provider
  'measure', 'simulation', 'plan', 'planner', 'sizing', 'economics', 'capacity', 'catalog', 'core',
];
const PURE = ROOMS.slice(ROOMS.indexOf('measure'));

const upward = ROOMS.map((room, index) => ({
  name: `${room}-imports-down-only`,
  severity: 'error',
  from: { path: `^lib/${room}/` },
  to: { path: `^lib/(${['index', ...ROOMS.slice(0, index)].join('|')})(/|\\.ts$)` },
}));

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-rooms-know-no-cdktf',
      severity: 'error',
      from: { path: `^lib/(${PURE.join('|')})/` },
      to: { path: 'node_modules/(cdktf|constructs|@cdktf)/' },
    },
    {
      name: 'one-door-to-cdktf',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/terraform/(engine|kubernetes|helm)\\.ts$' },
      to: { path: 'node_modules/(cdktf|@cdktf)/' },
    },
    { name: 'no-provider-barrel', severity: 'error', from: {}, to: { path: 'node_modules/@cdktf/provider-[^/]+/lib/index' } },
    { name: 'library-stands-alone', severity: 'error', from: { path: '^lib/' }, to: { path: '^(test|examples|bench|e2e|scripts)/' } },
    { name: 'only-declared-packages', severity: 'error', from: { path: '^lib/' }, to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/(@types|cdktf|constructs|@cdktf|expect|@grafana|@dagrejs)/' /* Grafana's builders and the layout of pictures are bundled */ } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.dev.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
