import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { NationName } from './attendance-code.ts';
import type { BookRemark } from './code-book.ts';

/** What is to be known about each nation's book as a whole. */
export const bookRemarks: Readonly<Record<NationName, readonly BookRemark[]>> = {
  england: [
    {
      heading: 'What changed on 19 August 2024',
      text: 'New regulations changed what some codes count as. J, an interview, had counted as attending; J1 counts as absence. What had been one C became C, C1 and C2, and a holiday that a school grants moved from H to C. Education arranged by a local authority moved from B and D to K. Y became Q and Y1 to Y7. A rate from before that day and one from after it are therefore not the same measure: lines stop there and begin anew.',
      source: 'SI 2024/208, regulation 10 (legislation.gov.uk/uksi/2024/208/regulation/10/made)',
      verified: true,
      breaksOn: plainDate('2024-08-19'),
    },
  ],
  wales: [
    {
      heading: 'A new list is expected',
      text: 'The Welsh Government consulted on revised codes until 26 March 2026. The final list and the day it begins have not been seen. It will be added as a book of its own, and registers marked before it keep the book they were marked with.',
      source: 'gov.wales/review-school-attendance-codes-html',
      verified: true,
    },
    {
      heading: 'Codes of a school’s own',
      text: 'Schools may mark with codes of their own, which their system turns into the codes here when it sends them. A file with such codes is read with the school’s own mapping; without it, they are refused with the reason.',
      source: 'gov.wales/school-attendance-and-absence-quality-report-html',
      verified: true,
    },
  ],
  scotland: [
    {
      heading: 'Categories under names of ours',
      text: 'The guidance that was found prints four codes as numbers. The other categories are published, but the numbers that schools’ systems give them were not established, so they have names in words here. The unit is an opening: half a day.',
      source:
        'gov.scot/publications/school-attendance-guide-for-school-staff; Scottish Government statistics, Table 2.5',
      verified: true,
    },
  ],
  'northern-ireland': [
    {
      heading: 'The official list was not found',
      text: 'The list is an annex to Department of Education Circular 2020/08, with refinements since 2024. Neither was found, so nearly all of the letters here are from background knowledge and must be checked before a school relies on them. That there are two half-day sessions, counted by the yearly census, is sourced.',
      source: 'northernireland.gov.uk, news release of 31 January 2014',
      verified: true,
    },
  ],
};
