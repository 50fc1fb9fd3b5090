/** Arrows point one way; `npm run lint` checks. The tree itself is described in docs/architecture.md. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'subgraphs-know-no-gateway',
      comment: 'An adapter runs alone as well as behind the gateway.',
      severity: 'error',
      from: { path: '^subgraphs/' },
      to: { path: '^(gateway|test|bench)/' },
    },
    {
      name: 'kit-knows-no-adapter',
      severity: 'error',
      from: { path: '^subgraphs/kit/' },
      to: { path: '^subgraphs/(?!kit/)' },
    },
    {
      name: 'adapters-know-only-the-kit',
      comment: 'What one system needs of another goes through a contract in the kit.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/', pathNot: '^subgraphs/kit/' },
      to: { path: '^subgraphs/[^/]+/', pathNot: ['^subgraphs/kit/', '^subgraphs/$1/'] },
    },
    {
      name: 'gateway-reaches-adapters-by-the-index',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^subgraphs/', pathNot: ['^subgraphs/index\\.ts$', '^subgraphs/kit/'] },
    },
    {
      name: 'federation-knows-no-server',
      comment: 'Planning and execution see the transport interface, never a socket, the environment or the database.',
      severity: 'error',
      from: { path: '^gateway/federation/' },
      to: { path: '^gateway/(server|changes|commands|environment|commandLine)' },
    },
    {
      name: 'planning-is-pure',
      severity: 'error',
      from: { path: '^gateway/federation/(plan|prepared|composeSupergraph|supergraph\\.ts)' },
      to: { path: '^(node:)?(net|http|https|fs|child_process|worker_threads)(/|$)' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          'main\\.ts$',
          '\\.test\\.ts$',
          'generated/',
          '^gateway/server/sandbox/page/',
          '^bench/servers/memoryReporter\\.ts$',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
