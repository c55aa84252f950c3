import { bornOn } from './enter-rolls.ts';
import type { Numbered, Rows } from './enter-rows.ts';
import type { Ids } from './ids.ts';
import { contactValue, idsOf, marksOf } from './ids.ts';
import type { World } from './world.ts';

const at = '2025-10-01T09:00:00Z';
const day = '2025-10-01';
const bytes = '\\x00';

/** A row in every table of a record for every enrolment, and in every table of a setting for every setting. */
export function enteredRecords({ number, world }: Numbered): Readonly<Record<string, Rows>> {
  const ids = idsOf(number);
  const places = world.enrolments.map((one, position) => {
    const { la, trust } = world.settings[one.setting] ?? { la: 0, trust: 0 };
    const stands = { la_id: ids.la(la), trust_id: ids.trust(trust) };
    const key = { setting_id: ids.setting(one.setting), slot: ids.slot(position) };
    // Somebody who brings the child up asked, or somebody else did; of some nobody knows who.
    const adult = world.guardians.find(({ learner }) => learner === one.learner)?.person;
    const asker = position % 3 === 0 ? ids.person(0) : adult === undefined ? null : ids.person(adult);
    return {
      one,
      position,
      key,
      stands,
      asker,
      learner_id: ids.learner(one.learner),
      serial: number * 8 + position + 1,
    };
  });
  return {
    learner: world.learners.map(({ homeLa }, one) => ({
      learner_id: ids.learner(one),
      upn: marksOf(ids.learner(one)).upn,
      home_la_id: ids.la(homeLa),
    })),
    ...ofRoll(places),
    ...ofAttendance(places),
    ...ofRights(places),
    contact_detail: contactsOf(number, world, ids),
    ...ofSettings(world, ids),
  };
}

interface PlaceMade {
  readonly one: World['enrolments'][number];
  readonly key: { readonly setting_id: number; readonly slot: number };
  readonly stands: { readonly la_id: number; readonly trust_id: number };
  readonly learner_id: number;
  readonly asker: number | null;
  readonly serial: number;
}

function ofRoll(places: readonly PlaceMade[]): Readonly<Record<string, Rows>> {
  return {
    learner_enrolment: places.map(({ one, key, stands, learner_id }) => ({
      learner_id,
      ...key,
      status: 'single',
      entered_on: one.from,
      left_on: one.to,
      ...stands,
    })),
    enrolment: places.map(({ one, key, stands, learner_id }) => {
      const { upn, surname, givenName } = marksOf(learner_id);
      const person = { learner_id, upn, surname, given_name: givenName, born_on: bornOn };
      const place = {
        year_group: one.yearGroup,
        class: one.class,
        status: 'single',
        entered_on: one.from,
        left_on: one.to,
      };
      return { ...key, ...person, ...place, ...stands };
    }),
    characteristic: places.map(({ key, stands }) => ({
      ...key,
      valid_from: day,
      sex: 'F',
      sen: 'N',
      fsm: 'N',
      ethnicity: 'WBRI',
      looked_after: 'N',
      social_worker: 'N',
      ...stands,
    })),
  };
}

function ofAttendance(places: readonly PlaceMade[]): Readonly<Record<string, Rows>> {
  const said = { day, session: 1 };
  return {
    part_time_plan: places.map(({ key, stands }) => ({
      ...key,
      starts_on: day,
      ends_on: day,
      review_on: day,
      sessions_off: 1,
      reason: 'A reason',
      agreed_with_parent: true,
      ...stands,
    })),
    amendment: places.map(({ key, stands }) => ({
      ...key,
      ...said,
      version: 2,
      original: 0,
      amended: 0,
      amended_at: at,
      actor_id: 1,
      reason: 'A reason',
      ...stands,
    })),
    dual_gap: places.map(({ key, stands, learner_id }) => ({
      ...key,
      ...said,
      side: 'marked',
      learner_id,
      other_setting_id: key.setting_id,
      found: 'unmeasured',
      raised_at: at,
      ...stands,
    })),
    dual_answer: places.map(({ key, stands, learner_id }) => ({
      ...key,
      ...said,
      learner_id,
      other_setting_id: key.setting_id,
      says: 'no-mark',
      compared_at: at,
      ...stands,
    })),
  };
}

function ofRights(places: readonly PlaceMade[]): Readonly<Record<string, Rows>> {
  const made = places.map(({ key: { setting_id }, stands, learner_id, serial, asker }) => ({
    serial,
    asker,
    of: { learner_id, request_id: serial, setting_id, ...stands },
    asked: { asked_by: asker, asked_as: 'parent', asker: 'Somebody', asked_at: at, due_on: day },
    own: { learner_id, setting_id, ...stands },
  }));
  return {
    subject_access: made.map(({ of, asked }) => ({ ...of, ...asked })),
    subject_access_pack: made.map(({ of }) => ({ ...of, gathered_at: at, content: bytes })),
    subject_access_item: made.map(({ of }) => ({ ...of, item_id: 1, whose: 'x', found_in: 'x', words: 'x', times: 1 })),
    subject_access_step: made.map(({ of, serial }) => ({
      ...of,
      step_id: serial,
      step: 'x',
      done_at: at,
      done_by: 'x',
    })),
    subject_access_copy: made.map(({ of, asker }) => ({
      ...of,
      person_id: asker,
      content: bytes,
      sha256: 'x',
      released_at: at,
      kept_until: day,
    })),
    rectification: made.map(({ own, asked, serial }) => ({
      ...own,
      ...asked,
      rectification_id: serial,
      about: 'x',
      wrong: 'x',
      should_be: 'x',
    })),
  };
}

function contactsOf(number: number, world: World, ids: Ids): Rows {
  return world.contacts.flatMap((contact, position) => {
    const enrolment = world.enrolments[contact.enrolment];
    const place = enrolment && world.settings[enrolment.setting];
    if (!enrolment || !place) return [];
    return [
      {
        learner_id: ids.learner(enrolment.learner),
        contact_id: number * 8 + position + 1,
        setting_id: ids.setting(enrolment.setting),
        person_id: ids.person(contact.person),
        kind: 'address',
        value: contactValue(number, position),
        child_lives_here: contact.lives,
        shared_with_family: contact.shared,
        valid_from: contact.from,
        valid_to: contact.to,
        entered_at: at,
        entered_by: 'a test',
        la_id: ids.la(place.la),
        trust_id: ids.trust(place.trust),
      },
    ];
  });
}

function ofSettings(world: World, ids: Ids): Readonly<Record<string, Rows>> {
  const settings = world.settings.map(({ la, trust }, one) => ({
    setting_id: ids.setting(one),
    la_id: ids.la(la),
    trust_id: ids.trust(trust),
  }));
  return {
    timetable_event: settings.map((one) => ({
      ...one,
      day,
      session: 3,
      starts_at: '09:00',
      minutes: 60,
      title: 'x',
      roster: bytes,
    })),
    legal_hold: settings.map((one) => ({
      ...one,
      hold_id: one.setting_id,
      reason: 'x',
      held_from: day,
      entered_at: at,
      entered_by: 'x',
    })),
    deletion_proof: settings.map((one) => ({
      ...one,
      proof_id: one.setting_id,
      table_name: 'x',
      rows_deleted: 1,
      keys_sha256: 'x',
      rule: 'x',
      span: 'x',
      as_at: day,
      deleted_at: at,
      deleted_by: 'x',
    })),
  };
}
