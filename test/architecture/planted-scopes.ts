import type { Planted } from './planted-source.ts';

const migration = {
  'migrations/0003_a.sql':
    'ALTER TABLE register ENABLE ROW LEVEL SECURITY;\nALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;\n',
};
const store = 'src/domain/register/register-store.ts';

function statementIn(signature: string, statement = 'SELECT marks FROM register'): Readonly<Record<string, string>> {
  return {
    ...migration,
    [store]: `export async function marks(${signature}): Promise<void> {\n  await sql\`${statement}\`;\n}\n`,
  };
}

export const plantedInScopes: readonly Planted[] = [
  {
    rule: 'pools-behind-scopes',
    refused: [
      ['.poolOf(', { 'src/domain/register/actions.ts': "const pool = database.poolOf('steward');\n" }],
      ['poolOf', { 'src/app/main.ts': 'const { poolOf } = database;\n' }],
      ['transactionOn(', { 'demo/load.ts': 'await transactionOn(pool, work);\n' }],
    ],
    allowed: {
      'src/platform/access/in-scope.ts': 'transactionOn(database.poolOf(scope.kind), work);\n',
      'src/platform/database/pool.ts': 'const pool = this.poolOf(role);\n',
      'src/app/doctor.test.ts': "await database.poolOf('area').query('SELECT 1');\n",
      'src/app/main.ts': '// database.poolOf(role)\nserve(database);\n',
    },
  },
  {
    rule: 'no-steward-for-requests',
    refused: [
      ['steward(', { 'src/domain/register/api-routes.ts': "await inScope(database, steward('verify'), read);\n" }],
      ['StewardScope', { 'src/domain/roll/pages/roll-page.tsx': 'const scope: StewardScope = given;\n' }],
    ],
    allowed: {
      'src/domain/roll/learners.ts': "await inScope(database, steward('join'), read);\n",
      'src/domain/register/routes.ts': "const text = 'steward(';\n",
    },
  },
  {
    rule: 'scopes-asked-for',
    refused: [
      ['inScope(database, scope', { 'src/domain/roll/api-routes.ts': 'await inScope(database, scope, read);\n' }],
      [
        'inScope(database, everybody(urn)',
        {
          'src/domain/roll/api-routes.ts':
            "const scope = await needScope(ask, request, ['identity']);\nawait inScope(database, everybody(urn), read);\n",
        },
      ],
      [
        'categories: [',
        {
          'src/platform/agreement/routes.ts':
            "const scope = await needScope(ask, request, ['totals']);\nshow({ ...scope, categories: ['identity'] });\n",
        },
      ],
    ],
    allowed: {
      'src/domain/roll/page-routes.ts':
        'const scope = await needRollReader(ask, request, keeper);\nawait inScope(database, scope, read);\nawait inScope(context.database, writer.scope, read);\n',
      'src/domain/roll/actions.ts': 'await inScope(database, scope, write);\n',
    },
  },
  {
    rule: 'children-behind-scopes',
    refused: [
      ['register in marks', statementIn('queries: Queries')],
      ['register in marks', statementIn('{ pool }: Database', 'UPDATE register SET version = 1')],
      ['enrolment in marks', statementIn('queries: Queries', 'SELECT 1 FROM term JOIN enrolment USING (setting_id)')],
      [
        'enrolment in rows',
        { ...migration, [store]: "export const rows = (q: Queries) => q.selectFrom('enrolment');\n" },
      ],
      [
        'enrolment in rows',
        { ...migration, [store]: "export function rows(q: Queries) {\n  return q.selectFrom('enrolment as e');\n}\n" },
      ],
      ['register in question', { ...migration, [store]: "export const question = 'SELECT marks FROM register';\n" }],
      [
        'register in question',
        {
          ...migration,
          [store]:
            "const question = 'SELECT marks FROM register';\nexport function ask(q: Queries) {\n  return q.query(question);\n}\n",
        },
      ],
    ],
    allowed: {
      ...migration,
      ...statementIn('scoped: Scoped, settingId: number'),
      'src/domain/register/a-store.ts':
        "type Verifying = Scoped<StewardScope>;\nconst question = 'SELECT marks FROM register';\nexport function ask(scoped: Verifying) {\n  return scoped.client.query(question);\n}\n",
      'src/domain/roll/keeper-store.ts':
        "export function all(q: Queries) {\n  return q.query('SELECT 1 FROM register_keeper');\n}\n",
    },
  },
];
