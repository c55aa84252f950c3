import type { Engagement } from '#platform/access/engagement.ts';
import type { RequestScope } from '#platform/access/scope.ts';
import type { Database } from '#platform/database/pool.ts';
import { compileScope } from '#platform/sign-in/compile.ts';
import type { AnswerCheck } from './ask-pages.ts';
import type { Catalogue, Counted } from './asked-tables.ts';
import { kinds } from './asked-tables.ts';
import type { Numbered } from './enter-rows.ts';
import { enterWorlds } from './enter-worlds.ts';
import type { Ids } from './ids.ts';
import { firstLearner, idsOf } from './ids.ts';
import type { Reach } from './model.ts';
import { changesOf, reachOf } from './model.ts';
import type { RowsAlike } from './model-tables.ts';
import { shows, tablesSaid } from './model-tables.ts';
import type { Engaged, World } from './world.ts';

/** Where the layers and the model say different things. */
export interface Disagreement {
  readonly layer: 'catalogue' | 'sql' | 'api' | 'page';
  /** Number of the world within the run, and of the decision or request within it. */
  readonly world: number;
  readonly asked: string;
  readonly what: string;
  /** Something of a child out of reach was answered. */
  readonly leak: boolean;
}

export interface Tally {
  worlds: number;
  persons: number;
  decisions: number;
  scopes: number;
  tables: number;
  comparisons: number;
  requests: number;
  shown: number;
  refused: number;
  leaks: number;
  /** Scopes compiled, by the way they came about. */
  readonly ways: Map<string, number>;
}

export const noTally = (): Tally => ({
  worlds: 0,
  persons: 0,
  decisions: 0,
  scopes: 0,
  tables: 0,
  comparisons: 0,
  requests: 0,
  shown: 0,
  refused: 0,
  leaks: 0,
  ways: new Map(),
});

/** What is compared: the program over a database, or the program with a fault planted in it. */
export interface Compared {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly compile: (engagement: Engagement, now: Date) => Promise<RequestScope | undefined>;
  /** Asks pages and the API; absent where SQL alone is compared. */
  readonly answers?: AnswerCheck | undefined;
  /** How many are asked at once. */
  readonly atOnce: number;
}

/** The scope of the program itself; `undefined` where it compiles none. */
export async function compiled(
  database: Database,
  engagement: Engagement,
  now: Date,
): Promise<RequestScope | undefined> {
  const scope = await compileScope(database, engagement, now);
  return scope.ok ? scope.value : undefined;
}

/** Enters worlds side by side, asks everything of everybody, and answers what disagrees. */
export async function compareWorlds(
  compared: Compared,
  worlds: readonly Numbered[],
  tally: Tally,
): Promise<readonly Disagreement[]> {
  await enterWorlds(compared.database, worlds);
  const rows = rowsByWorld(await compared.catalogue.everything(), worlds);
  const found: Disagreement[] = [...(await withoutScope(compared, tally))];
  await eachOf(worlds, compared.atOnce, async (one) => {
    tally.worlds += 1;
    tally.persons += one.world.persons.length;
    const seen: (readonly Counted[])[] = [];
    for (const [index, engaged] of one.world.decisions.entries()) {
      const answer = await compareDecision(compared, one, { engaged, index, rows: rows.get(one.number) ?? [] }, tally);
      seen.push(answer.rows);
      found.push(...answer.found);
    }
    if (compared.answers) found.push(...(await compared.answers(one, seen, tally)));
  });
  return found;
}

async function eachOf<One>(all: readonly One[], atOnce: number, work: (one: One) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  // All end before one fails, or the next lot would be entered beside what still asks.
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** With no scope in force every table answers no row, to every role. */
async function withoutScope({ database, catalogue }: Compared, tally: Tally): Promise<readonly Disagreement[]> {
  const found: Disagreement[] = [];
  for (const kind of kinds) {
    for (const table of catalogue.readable[kind]) {
      const { rows } = await database
        .poolOf(kind)
        .query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
      tally.tables += 1;
      tally.comparisons += 1;
      if (rows[0]?.count !== 0)
        found.push({ layer: 'sql', world: -1, asked: `${kind} without a scope`, what: table, leak: true });
    }
  }
  return found;
}

/** Whether the catalogue is what the model says of it: which tables there are, and whom each is open to. */
export function compareCatalogue({ records, readable }: Catalogue): readonly Disagreement[] {
  const said = Object.keys(tablesSaid).toSorted();
  const wrong = (what: string): Disagreement => ({
    layer: 'catalogue',
    world: -1,
    asked: 'catalogue',
    what,
    leak: false,
  });
  const found = [...records, ...said].filter((one) => !records.includes(one) || !said.includes(one)).map(wrong);
  for (const kind of kinds) {
    for (const table of said) {
      const said = tablesSaid[table];
      const open = said?.to.includes(kind) ?? false;
      if (kind === 'children' && said?.andToAsker) continue;
      if (open !== readable[kind].includes(table)) found.push(wrong(`${table} to ${kind}: the model says ${open}`));
    }
  }
  return found;
}

interface Asked {
  readonly engaged: Engaged;
  readonly index: number;
  readonly rows: readonly (RowsAlike & { readonly counted: Counted })[];
}

async function compareDecision(
  { compile, catalogue }: Compared,
  { number, world }: Numbered,
  { engaged, index, rows }: Asked,
  tally: Tally,
): Promise<{ readonly rows: readonly Counted[]; readonly found: readonly Disagreement[] }> {
  const scope = await compile(engagementOf(idsOf(number), engaged), world.now);
  const answered = scope ? await catalogue.under(scope) : [];
  const reach = reachOf(world, engaged);
  const expected = new Map(
    rows
      .filter(
        (row) =>
          shows(world, engaged, reach, row) &&
          (catalogue.readable.children.includes(row.table) || engaged.as === 'member'),
      )
      .map(({ counted }) => [keyOf(counted), counted.count]),
  );
  const got = new Map(answered.map((counted) => [keyOf(counted), counted.count]));
  tally.decisions += 1;
  tally.scopes += scope ? 1 : 0;
  const way = wayOf(world, engaged);
  if (got.size > 0) tally.ways.set(way, (tally.ways.get(way) ?? 0) + 1);
  tally.tables += scope ? catalogue.readable[scope.kind].length : 0;
  tally.comparisons += rows.length;
  tally.shown += got.size;
  const asked = `decision ${index}: ${JSON.stringify(engaged)}`;
  const found = [...new Set([...got.keys(), ...expected.keys()])].flatMap((key): readonly Disagreement[] => {
    const [sql, model] = [got.get(key) ?? 0, expected.get(key) ?? 0];
    if (sql === model) return [];
    return [{ layer: 'sql', world: number, asked, what: `${key}: SQL ${sql}, model ${model}`, leak: sql > model }];
  });
  tally.leaks += found.filter(({ leak }) => leak).length;
  if (scope && reach) found.push(...compareSaid({ number, world }, { engaged, asked, scope, reach }, tally));
  return { rows: answered, found };
}

interface Said {
  readonly engaged: Engaged;
  readonly asked: string;
  readonly scope: RequestScope;
  readonly reach: Reach;
}

/** What a scope says it reads and changes, where no table yet holds a category. */
function compareSaid({ number, world }: Numbered, { engaged, asked, scope, reach }: Said, tally: Tally) {
  const said = { categories: reach.categories, changes: changesOf(world, engaged) };
  tally.comparisons += 2;
  return (['categories', 'changes'] as const).flatMap((what): readonly Disagreement[] => {
    const [got, wanted] = [scope[what].toSorted().join(' '), [...said[what]].toSorted().join(' ')];
    if (got === wanted) return [];
    return [{ layer: 'sql', world: number, asked, what: `${what}: ${got}; model ${wanted}`, leak: false }];
  });
}

/** By what somebody asks: a role, an agreement, a record opened, a family. */
export function wayOf(world: World, engaged: Engaged): string {
  if (engaged.as !== 'member') return engaged.as;
  if (engaged.glass !== null) return 'record opened';
  if (engaged.agreement !== null) return `agreement by ${world.agreements[engaged.agreement]?.subjects.kind}`;
  return world.memberships[engaged.membership]?.role ?? 'nobody';
}

function keyOf({ table, setting, slot, learner, asker }: Counted): string {
  return `${table} setting ${setting} slot ${slot} learner ${learner} asked by ${asker}`;
}

/** An engagement as the program takes it. */
export function engagementOf(ids: Ids, engaged: Engaged): Engagement {
  const personId = ids.person(engaged.person);
  if (engaged.as !== 'member') return { as: engaged.as, personId };
  return {
    as: 'member',
    personId,
    membershipId: ids.membership(engaged.membership),
    purpose: engaged.purpose,
    ...(engaged.steppedUp && { steppedUpAt: engaged.steppedUp }),
    ...(engaged.agreement !== null && { agreementId: ids.agreement(engaged.agreement) }),
    ...(engaged.glass !== null && { breakGlassId: ids.glass(engaged.glass) }),
  };
}

/** What is stored, by world, with the positions of each row’s setting, place and child. */
function rowsByWorld(counted: readonly Counted[], worlds: readonly Numbered[]) {
  const known = new Map(worlds.map(({ number, world }) => [number, world]));
  return Map.groupBy(
    counted.map((row) => placed(row, known)),
    ({ number }) => number,
  );
}

function placed(counted: Counted, known: ReadonlyMap<number, World>) {
  const { table, setting, slot, learner, asker } = counted;
  const serial = setting === null ? (learner ?? firstLearner) - firstLearner : setting - 1;
  const number = Math.floor(serial / 8);
  const enrolment = slot === null ? null : slot - 1;
  const theirs = learner === null ? null : (learner - firstLearner) % 8;
  if (!known.has(number)) throw new Error(`${table} has a row of no world: ${JSON.stringify(counted)}`);
  const person = asker === null ? null : (asker - 1) % 8;
  return {
    number,
    table,
    counted,
    asker: person,
    setting: setting === null ? null : serial % 8,
    enrolment,
    learner: theirs,
  };
}
