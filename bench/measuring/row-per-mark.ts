import type pg from 'pg';
import type { SyntheticSetting } from '#demo/synthetic-england.ts';
import { registerDay } from '#domain/register/register-day.ts';
import { groupsPerSpell } from '#domain/roll/packed-roll.ts';
import { smallintArray, textArray } from '#platform/database/binary-arrays.ts';
import type { Database } from '#platform/database/pool.ts';
import { inTransaction } from '#platform/database/pool.ts';
import type { SyntheticRegister } from './synthetic-database.ts';

/**
 * The obvious alternative, to compare with: a row a mark, with the same totals by code, by group and category, of the
 * week and the year, learners' totals and bands, all in the register's own transaction. Prepared statements, whole
 * columns as parameters, the primary keys as its only indexes, and no row-level security to check.
 */
const tables = `
  CREATE TABLE mark_spell (setting_id int, slot int, starts smallint, ends smallint, groups smallint[],
    PRIMARY KEY (setting_id, slot, starts));
  CREATE TABLE mark_row (setting_id int, day date, session smallint, slot int, mark smallint,
    la_id int, trust_id int, PRIMARY KEY (setting_id, day, session, slot));
  CREATE TABLE mark_code_total (setting_id int, day date, session smallint, mark smallint, n int,
    PRIMARY KEY (setting_id, day, session, mark));
  CREATE TABLE mark_group_total (setting_id int, day date, session smallint, in_group smallint, category smallint, n int,
    PRIMARY KEY (setting_id, day, session, in_group, category));
  CREATE TABLE mark_period_total (setting_id int, year smallint, week smallint, in_group smallint, category smallint, n int,
    PRIMARY KEY (setting_id, year, week, in_group, category)) WITH (fillfactor = 60);
  CREATE TABLE mark_learner_total (setting_id int, year smallint, slot int, attending int, authorised int,
    unauthorised int, PRIMARY KEY (setting_id, year, slot)) WITH (fillfactor = 50);
  CREATE TABLE mark_band (setting_id int, year smallint, in_group smallint, enrolments int, persistent int, severe int,
    PRIMARY KEY (setting_id, year, in_group)) WITH (fillfactor = 60)`;

const insertMarks = {
  name: 'row per mark: marks',
  text: `INSERT INTO mark_row SELECT $1, $2, $3, m.slot, m.mark, $5, $6
           FROM unnest($4::smallint[]) WITH ORDINALITY AS m (mark, slot) WHERE m.mark <> 0`,
};
const countCodes = {
  name: 'row per mark: codes',
  text: `INSERT INTO mark_code_total SELECT $1, $2, $3, mark, count(*) FROM mark_row
          WHERE setting_id = $1 AND day = $2 AND session = $3 GROUP BY mark`,
};
const countGroups = {
  name: 'row per mark: groups',
  text: `
    WITH counted AS (
      SELECT g.in_group, coalesce(m.mark >> 6, 4)::smallint AS category, count(*)::int AS n
        FROM mark_spell AS s
        LEFT JOIN mark_row AS m ON m.setting_id = $1 AND m.day = $2 AND m.session = $3 AND m.slot = s.slot
        CROSS JOIN LATERAL unnest(s.groups) AS g (in_group)
       WHERE s.setting_id = $1 AND s.starts <= $4 AND $4 <= s.ends
       GROUP BY 1, 2
    ), of_register AS (
      INSERT INTO mark_group_total SELECT $1, $2, $3, in_group, category, n FROM counted
    )
    INSERT INTO mark_period_total AS old SELECT $1, $5, week, in_group, category, n
      FROM counted CROSS JOIN unnest(ARRAY[0, $6]::smallint[]) AS week
    ON CONFLICT (setting_id, year, week, in_group, category) DO UPDATE SET n = old.n + excluded.n`,
};
const countLearners = {
  name: 'row per mark: learners',
  text: `
    UPDATE mark_learner_total AS l
       SET attending = attending + (m.mark >> 6 = 1)::int, authorised = authorised + (m.mark >> 6 = 2)::int,
           unauthorised = unauthorised + (m.mark >> 6 = 3)::int
      FROM mark_row AS m
     WHERE m.setting_id = $1 AND m.day = $2 AND m.session = $3
       AND l.setting_id = $1 AND l.year = $4 AND l.slot = m.slot`,
};
const countBands = {
  name: 'row per mark: bands',
  text: `
    INSERT INTO mark_band AS old
    SELECT $1, $2, g.in_group, count(*), count(*) FILTER (WHERE 10 * missed >= possible),
           count(*) FILTER (WHERE 2 * missed >= possible)
      FROM (SELECT slot, authorised + unauthorised AS missed, attending + authorised + unauthorised AS possible
              FROM mark_learner_total WHERE setting_id = $1 AND year = $2) AS l
      JOIN (SELECT DISTINCT ON (slot) slot, groups FROM mark_spell WHERE setting_id = $1
             ORDER BY slot, starts DESC) AS s USING (slot)
      CROSS JOIN LATERAL unnest(s.groups) AS g (in_group)
     WHERE possible > 0 GROUP BY g.in_group
    ON CONFLICT (setting_id, year, in_group)
      DO UPDATE SET enrolments = excluded.enrolments, persistent = excluded.persistent, severe = excluded.severe`,
};

/** Makes the tables, with rolls and learners' totals of some settings. */
export async function makeRowPerMark(database: Database, settings: readonly SyntheticSetting[]): Promise<void> {
  await database.pool.query(tables);
  for (const { roll } of settings) {
    const { spells } = roll;
    const all = [...spells.place.keys()];
    const groupsOf = (spell: number) => spells.groups.subarray(spell * groupsPerSpell, (spell + 1) * groupsPerSpell);
    await database.pool.query({
      text: `INSERT INTO mark_spell SELECT $1, slot, starts, ends, groups::smallint[]
               FROM unnest($2::smallint[], $3::smallint[], $4::smallint[], $5::text[]) AS s (slot, starts, ends, groups)`,
      values: [
        roll.settingId,
        smallintArray(all.map((spell) => (spells.place[spell] ?? 0) + 1)),
        smallintArray([...spells.from]),
        smallintArray([...spells.to]),
        textArray(all.map((spell) => `{0,${groupsOf(spell).join(',')}}`)),
      ],
    });
    await database.pool.query({
      text: 'INSERT INTO mark_learner_total SELECT $1, $2, slot, 30, 2, 0 FROM generate_series(1, $3::int) AS slot',
      values: [roll.settingId, roll.year, roll.size],
    });
  }
  await database.pool.query('ANALYZE');
}

/** Records one register as rows. */
export function recordAsRows(database: Database, { setting, day, session, marks }: SyntheticRegister): Promise<void> {
  const { settingId, laId, trustId } = setting.keeper;
  const { year, week, day: ofYear } = registerDay(day);
  const key = [settingId, day, session];
  return inTransaction(database, async ({ client }) => {
    const ask = (statement: Pick<pg.QueryConfig, 'text'> & { readonly name: string }, values: unknown[]) =>
      client.query({ ...statement, values });
    await ask(insertMarks, [...key, smallintArray([...marks]), laId, trustId]);
    await ask(countCodes, key);
    await ask(countGroups, [...key, ofYear, year, week]);
    await ask(countLearners, [...key, year]);
    await ask(countBands, [settingId, year]);
  });
}
