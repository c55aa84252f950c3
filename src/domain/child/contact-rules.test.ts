import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, plainDate } from '#foundation/kernel/plain-date.ts';
import type { ContactDetail, ContactRule } from './contact-rules.ts';
import { contactsShown, withheldFields, withheldFrom } from './contact-rules.ts';

const day = plainDate('2026-01-15');
/** Mid-morning of that day. */
const at = new Date('2026-01-15T10:00:00Z');
const [mother, father, partner, carer, child, sibling] = [1, 2, 3, 4, 10, 11] as const;
const childsAccount = 100;

function rule(one: Partial<ContactRule> & Pick<ContactRule, 'withholds'>): ContactRule {
  const always = { validFrom: plainDate('2025-01-01'), validTo: null, liftedAt: null };
  return { learnerId: child, personId: father, source: 'an order', ...always, ...one };
}

interface Scenario {
  readonly story: string;
  readonly rules: readonly ContactRule[];
  readonly asks?: number;
  readonly about?: number;
  readonly withheld: readonly string[];
}

const all = [...withheldFields];
const whereabouts = ['home', 'contacts', 'setting', 'times'];
const lifted = (at: string) => new Date(at);

/** The library of situations of abuse and custody. */
const scenarios: readonly Scenario[] = [
  { story: 'no rule: a parent like any other', rules: [], withheld: [] },
  { story: 'barred by an order of the court', rules: [rule({ withholds: 'everything' })], withheld: all },
  {
    story: 'the mother of a child whose father is barred',
    rules: [rule({ withholds: 'everything' })],
    asks: mother,
    withheld: [],
  },
  {
    story: 'in a refuge: the address is hidden from the father',
    rules: [rule({ withholds: 'whereabouts' })],
    withheld: whereabouts,
  },
  {
    story: 'in a refuge: the new school is hidden too, and when the child is there',
    rules: [rule({ withholds: 'setting' })],
    withheld: ['setting', 'times'],
  },
  {
    story: 'shared custody, one address hidden',
    rules: [rule({ withholds: 'other-adults' })],
    withheld: ['home', 'contacts', 'other-adults'],
  },
  {
    story: 'shared custody, each hidden from the other: hers from him',
    rules: [rule({ withholds: 'other-adults' }), rule({ personId: mother, withholds: 'other-adults' })],
    asks: mother,
    withheld: ['home', 'contacts', 'other-adults'],
  },
  {
    story: 'the order has lapsed',
    rules: [rule({ withholds: 'everything', validTo: plainDate('2026-01-14') })],
    withheld: [],
  },
  {
    story: 'the last day of the order',
    rules: [rule({ withholds: 'everything', validTo: day })],
    withheld: all,
  },
  {
    story: 'the order begins tomorrow',
    rules: [rule({ withholds: 'everything', validFrom: plainDate('2026-01-16') })],
    withheld: [],
  },
  { story: 'the order begins today', rules: [rule({ withholds: 'everything', validFrom: day })], withheld: all },
  {
    story: 'the court lifted the order this morning',
    rules: [rule({ withholds: 'everything', liftedAt: lifted('2026-01-15T09:00:00Z') })],
    withheld: [],
  },
  {
    story: 'it will be lifted this afternoon',
    rules: [rule({ withholds: 'everything', liftedAt: lifted('2026-01-15T15:00:00Z') })],
    withheld: all,
  },
  {
    story: 'it will be lifted next month',
    rules: [rule({ withholds: 'everything', liftedAt: lifted('2026-02-15T09:00:00Z') })],
    withheld: all,
  },
  {
    story: 'one order lapsed and a stricter one followed',
    rules: [rule({ withholds: 'voice', validTo: plainDate('2025-12-31') }), rule({ withholds: 'whereabouts' })],
    withheld: whereabouts,
  },
  {
    story: 'two rules at once: the strictest of each holds',
    rules: [rule({ withholds: 'voice' }), rule({ withholds: 'setting' })],
    withheld: ['voice', 'setting', 'times'],
  },
  {
    story: 'a rule of everything beside a smaller one',
    rules: [rule({ withholds: 'setting' }), rule({ withholds: 'everything' })],
    withheld: all,
  },
  {
    story: 'a non-molestation order that names a new partner',
    rules: [rule({ personId: partner, withholds: 'everything' })],
    asks: partner,
    withheld: all,
  },
  {
    story: 'the father beside that new partner',
    rules: [rule({ personId: partner, withholds: 'everything' })],
    withheld: [],
  },
  {
    story: 'two siblings with different rules: the one he may know about, at the home of the one he may not',
    rules: [rule({ withholds: 'whereabouts' })],
    about: sibling,
    withheld: ['home', 'contacts'],
  },
  {
    story: 'barred from one sibling: the other’s page does not lead to the home either',
    rules: [rule({ withholds: 'everything' })],
    about: sibling,
    withheld: ['home', 'contacts'],
  },
  {
    story: 'one sibling asked that her words stay hers: the other’s page is as it was',
    rules: [rule({ withholds: 'voice' })],
    about: sibling,
    withheld: [],
  },
  {
    story: 'a child over 16 who asks that the father is not told what she said',
    rules: [rule({ withholds: 'voice', source: 'The child’s own wish, aged 16' })],
    withheld: ['voice'],
  },
  {
    story: 'a child over 16 who asks that the father is told nothing',
    rules: [rule({ withholds: 'everything', source: 'The child’s own wish, aged 17' })],
    withheld: all,
  },
  {
    story: 'a foster carer: the first family’s address is not hers to know',
    rules: [rule({ personId: carer, withholds: 'other-adults' })],
    asks: carer,
    withheld: ['home', 'contacts', 'other-adults'],
  },
  {
    story: 'the first mother of a child in foster care: not where the carers live, nor the school',
    rules: [
      rule({ personId: mother, withholds: 'whereabouts' }),
      rule({ personId: mother, withholds: 'other-adults' }),
    ],
    asks: mother,
    withheld: [...whereabouts, 'other-adults'],
  },
  {
    story: 'an adopted sibling: the first family sees the child at home and nothing that leads to the other',
    rules: [rule({ learnerId: sibling, personId: mother, withholds: 'everything' })],
    asks: mother,
    withheld: ['home', 'contacts'],
  },
  {
    story: 'the adopted child’s own account is not given the first family',
    rules: [rule({ personId: childsAccount, withholds: 'other-adults' })],
    asks: childsAccount,
    withheld: ['home', 'contacts', 'other-adults'],
  },
  {
    story: 'a grandmother with a special guardianship order beside a barred father',
    rules: [rule({ withholds: 'everything' })],
    asks: carer,
    withheld: [],
  },
  {
    story: 'an interim order of four weeks, in its third',
    rules: [rule({ withholds: 'whereabouts', validFrom: plainDate('2026-01-01'), validTo: plainDate('2026-01-28') })],
    withheld: whereabouts,
  },
  {
    story: 'a rule entered with a word that this version does not know',
    rules: [rule({ withholds: 'new-word' })],
    withheld: all,
  },
  {
    story: 'the same unknown word about a sibling',
    rules: [rule({ withholds: 'new-word' })],
    about: sibling,
    withheld: ['home', 'contacts'],
  },
];

describe('what may not be told', () => {
  it.each(scenarios)('$story', ({ rules, asks = father, about = child, withheld }) => {
    expect([...withheldFrom(asks, about, rules, at)].toSorted()).toEqual([...new Set(withheld)].toSorted());
  });

  it('grows with every rule and never shrinks by one', () => {
    const drawn = fc.array(drawnRule(), { maxLength: 6 });
    fc.assert(
      fc.property(drawn, drawnRule(), (rules, more) => {
        const [before, after] = [
          withheldFrom(father, child, rules, at),
          withheldFrom(father, child, [...rules, more], at),
        ];
        expect([...before].filter((field) => !after.has(field))).toEqual([]);
      }),
    );
  });
});

function drawnRule(): fc.Arbitrary<ContactRule> {
  return fc.record({
    learnerId: fc.constantFrom(child, sibling),
    personId: fc.constantFrom(mother, father),
    withholds: fc.constantFrom('everything', 'whereabouts', 'setting', 'voice', 'other-adults'),
    source: fc.constant('an order'),
    validFrom: fc.integer({ min: -30, max: 5 }).map((days) => addDays(day, days)),
    validTo: fc.option(fc.integer({ min: 0, max: 30 }).map((days) => addDays(day, days))),
    liftedAt: fc.option(fc.constantFrom(lifted('2026-01-14T12:00:00Z'), lifted('2026-02-01T12:00:00Z'))),
  });
}

describe('contact details shown', () => {
  const detail = (one: Partial<ContactDetail>): ContactDetail => ({
    personId: mother,
    kind: 'address',
    value: '1 Refuge Lane',
    childLivesHere: true,
    sharedWithFamily: true,
    validFrom: plainDate('2025-01-01'),
    validTo: null,
    ...one,
  });

  it('another adult’s are shown only when their owner shares them', () => {
    const reader = { personId: father, as: 'parent' } as const;
    expect(contactsShown(reader, [detail({ sharedWithFamily: false })], new Set(), day)).toEqual([]);
    expect(contactsShown(reader, [detail({})], new Set(), day)).toHaveLength(1);
  });

  it('one’s own are shown whatever else is withheld, and nothing at all of a record one is barred from', () => {
    const own = detail({ personId: father, sharedWithFamily: false });
    const reader = { personId: father, as: 'parent' } as const;
    expect(contactsShown(reader, [own, detail({})], new Set(['contacts', 'home']), day)).toEqual([own]);
    expect(contactsShown(reader, [own, detail({})], new Set(withheldFields), day)).toEqual([]);
  });

  it('where the child lives is kept back by itself too, from the child’s own account and though it is shared', () => {
    const elsewhere = detail({ kind: 'telephone', childLivesHere: false });
    const shown = contactsShown(
      { personId: childsAccount, as: 'child' },
      [detail({}), elsewhere],
      new Set(['home']),
      day,
    );
    expect(shown).toEqual([elsewhere]);
  });

  it('a child is shown where they live, but not a telephone number that is not shared', () => {
    const details = [
      detail({ sharedWithFamily: false }),
      detail({ kind: 'telephone', childLivesHere: false, sharedWithFamily: false }),
    ];
    const shown = contactsShown({ personId: childsAccount, as: 'child' }, details, new Set(), day);
    expect(shown.map(({ kind }) => kind)).toEqual(['address']);
  });

  it('nothing of another adult passes a rule that withholds contacts, whatever is shared', () => {
    fc.assert(
      fc.property(fc.array(drawnRule(), { maxLength: 5 }), fc.boolean(), fc.boolean(), (rules, lives, shares) => {
        const withheld = withheldFrom(father, child, rules, at);
        const details = [detail({ childLivesHere: lives, sharedWithFamily: shares })];
        const shown = contactsShown({ personId: father, as: 'parent' }, details, withheld, day);
        if (withheld.has('contacts') || withheld.has('record') || !shares) expect(shown).toEqual([]);
        else expect(shown).toHaveLength(1);
      }),
    );
  });
});
