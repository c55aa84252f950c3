import type { AttendanceCodeFact, CodeOptions } from './attendance-code.ts';
import { codeFacts } from './attendance-code.ts';

const guidance =
  'Scottish Government, Included, engaged and involved, part 1, Appendix 2 (gov.scot/publications/included-engaged-involved-part-1-positive-approach-promotion-management-attendance-scottish-schools)';
const categories =
  'Scottish Government statistics, Table 2.5, the published reasons (scotland.gov.uk/Publications/2009/12/08155629/29); statutory classes: moray.gov.uk/moray_standard/page_55579.html';

/** A category that is sourced, under a name of ours: the number that schools’ systems give it was not established. */
const unnumbered: CodeOptions = { source: categories, ownName: true };

/**
 * The codes of Scotland, where a session is called an opening. The order gives the codes their bytes, which stored
 * registers hold: a new code is added at the end, never between. When a number is established, what a supplier writes is
 * added as read as one of these; the names stay.
 */
export const attendanceCodesScotland: readonly AttendanceCodeFact[] = codeFacts({ source: guidance }, [
  [
    '10',
    'Attending',
    'attending',
    {
      note: 'Also at college or another provider while on the roll, on visits, at careers interviews, in school sport, music, drama and debates, on exam leave that the school arranged, and taught in hospital or by outreach.',
    },
  ],
  [
    '11',
    'Late, before half of the opening had passed',
    'attending',
    { late: true, note: 'Whatever the reason for being late.' },
  ],
  [
    '12',
    'On work experience or volunteering that the school arranged or agreed',
    'approved-educational-activity',
    { note: 'Statistics count it as attendance.' },
  ],
  [
    'sickness-with-provision',
    'Ill, with education provided',
    'approved-educational-activity',
    {
      ...unnumbered,
      doubt: 'that it counts as attendance, and its number (13 is thought likely)',
      note: 'Published as a category of its own.',
    },
  ],
  [
    'sickness-no-provision',
    'Ill, with no education provided',
    'authorised-absence',
    { ...unnumbered, note: 'The most common reason: 4.8 % of openings in 2023/24.' },
  ],
  [
    'very-late',
    'Very late, after half of the opening had passed',
    'authorised-absence',
    {
      ...unnumbered,
      late: true,
      unsettled: 'authorised',
      doubt: 'that it counts as authorised',
      note: 'A published category. That it counts as authorised absence, and not as unauthorised, is from background knowledge only; it is an absence either way.',
    },
  ],
  [
    'holiday-authorised',
    'Holiday that was authorised',
    'authorised-absence',
    { ...unnumbered, note: 'Only exceptionally, for instance where a parent is in the armed or emergency services.' },
  ],
  ['domestic-authorised', 'Exceptional domestic circumstances, authorised', 'authorised-absence', unnumbered],
  [
    'other-authorised',
    'Other authorised absence',
    'authorised-absence',
    {
      ...unnumbered,
      note: 'Medical and dental appointments, court, children’s hearings, religious observance, bereavement, weddings and funerals, travel agreed with Gypsy and Traveller families, transport that failed.',
    },
  ],
  [
    'holiday-unauthorised',
    'Holiday that was not authorised',
    'unauthorised-absence',
    { ...unnumbered, note: '1.1 % of openings in 2024/25.' },
  ],
  [
    'unexplained',
    'Absent with no explanation or permission',
    'unauthorised-absence',
    {
      ...unnumbered,
      note: 'The statistics publish it with absence that is known to be without permission, under another name. The words here say what is known, and nothing about the child.',
    },
  ],
  ['domestic-unauthorised', 'Exceptional domestic circumstances, not authorised', 'unauthorised-absence', unnumbered],
  ['other-unauthorised', 'Other absence that was not authorised', 'unauthorised-absence', unnumbered],
  [
    'temporary-exclusion',
    'Temporarily excluded',
    'temporary-exclusion',
    {
      ...unnumbered,
      unsettled: 'authorised',
      note: 'Three public sources treat it in three ways: the statistics as a category of its own, Moray Council as authorised, and a school citing the regulations of 1993 as unauthorised. It counts as authorised here, as suspension does in the other nations, and keeps its own name in every count by code. Overall absence is the same whichever is right.',
    },
  ],
  [
    '02',
    'Extended leave with parental consent',
    'not-a-possible-attendance',
    { note: 'Neither possible nor missed. A family holiday is not extended leave.' },
  ],
]);
