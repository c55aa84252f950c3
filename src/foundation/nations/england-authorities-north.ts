import type { AreaFact } from './area-facts.ts';
import { between, since, until } from './area-facts.ts';
import { authoritiesOf } from './england-authority.ts';

/** Local authorities of North East, past and present. */
export const northEastAuthorities: readonly AreaFact[] = authoritiesOf(11, (la) => [
  la(840, 'County Durham', [until('E10000010', '2009-03-31'), since('E06000047', '2009-04-01')], {
    alsoKnownAs: ['Durham'],
  }),
  la(841, 'Darlington', 'E06000005'),
  la(390, 'Gateshead', [until('E08000020', '2013-03-31'), since('E08000037', '2013-04-01')]),
  la(805, 'Hartlepool', 'E06000001'),
  la(806, 'Middlesbrough', 'E06000002'),
  la(391, 'Newcastle upon Tyne', 'E08000021', { alsoKnownAs: ['Newcastle'] }),
  la(392, 'North Tyneside', 'E08000022'),
  la(929, 'Northumberland', [
    until('E10000022', '2009-03-31'),
    between('E06000048', '2009-04-01', '2013-03-31'),
    since('E06000057', '2013-04-01'),
  ]),
  la(807, 'Redcar and Cleveland', 'E06000003', { alsoKnownAs: ['Redcar'] }),
  la(393, 'South Tyneside', 'E08000023'),
  la(808, 'Stockton-on-Tees', 'E06000004', { alsoKnownAs: ['Stockton'] }),
  la(394, 'Sunderland', 'E08000024'),
]);

/** Local authorities of North West, past and present. */
export const northWestAuthorities: readonly AreaFact[] = authoritiesOf(12, (la) => [
  la(889, 'Blackburn with Darwen', 'E06000008', { alsoKnownAs: ['Blackburn'] }),
  la(890, 'Blackpool', 'E06000009'),
  la(350, 'Bolton', 'E08000001'),
  la(351, 'Bury', 'E08000002'),
  la(875, 'Cheshire', 'E10000004', { to: '2009-03-31', alsoKnownAs: ['Cheshire (Pre LGR 2009)'] }),
  la(895, 'Cheshire East', 'E06000049', { from: '2009-04-01' }),
  la(896, 'Cheshire West and Chester', 'E06000050', { from: '2009-04-01', alsoKnownAs: ['Cheshire West'] }),
  la(942, 'Cumberland', 'E06000063', { from: '2023-04-01' }),
  la(909, 'Cumbria', 'E10000006', { to: '2023-03-31' }),
  la(876, 'Halton', 'E06000006'),
  la(340, 'Knowsley', 'E08000011'),
  la(888, 'Lancashire', 'E10000017'),
  la(341, 'Liverpool', 'E08000012'),
  la(352, 'Manchester', 'E08000003'),
  la(353, 'Oldham', 'E08000004'),
  la(354, 'Rochdale', 'E08000005'),
  la(355, 'Salford', 'E08000006'),
  la(343, 'Sefton', 'E08000014'),
  la(342, 'St. Helens', 'E08000013', { alsoKnownAs: ['Saint Helens'] }),
  la(356, 'Stockport', 'E08000007'),
  la(357, 'Tameside', 'E08000008'),
  la(358, 'Trafford', 'E08000009'),
  la(877, 'Warrington', 'E06000007'),
  la(943, 'Westmorland and Furness', 'E06000064', { from: '2023-04-01' }),
  la(359, 'Wigan', 'E08000010'),
  la(344, 'Wirral', 'E08000015'),
]);

/** Local authorities of Yorkshire and The Humber, past and present. */
export const yorkshireAndTheHumberAuthorities: readonly AreaFact[] = authoritiesOf(13, (la) => [
  la(370, 'Barnsley', [until('E08000016', '2025-04-30'), since('E08000038', '2025-05-01')]),
  la(380, 'Bradford', 'E08000032'),
  la(381, 'Calderdale', 'E08000033'),
  la(371, 'Doncaster', 'E08000017'),
  la(811, 'East Riding of Yorkshire', 'E06000011'),
  la(810, 'Kingston upon Hull, City of', 'E06000010', {
    alsoKnownAs: ['Hull', 'Kingston upon Hull', 'City of Kingston upon Hull'],
  }),
  la(382, 'Kirklees', 'E08000034'),
  la(383, 'Leeds', 'E08000035'),
  la(812, 'North East Lincolnshire', 'E06000012'),
  la(813, 'North Lincolnshire', 'E06000013'),
  la(815, 'North Yorkshire', [until('E10000023', '2023-03-31'), since('E06000065', '2023-04-01')]),
  la(372, 'Rotherham', 'E08000018'),
  la(373, 'Sheffield', [until('E08000019', '2025-04-30'), since('E08000039', '2025-05-01')]),
  la(384, 'Wakefield', 'E08000036'),
  la(816, 'York', 'E06000014', { alsoKnownAs: ['City of York'] }),
]);

/** Local authorities of East Midlands, past and present. */
export const eastMidlandsAuthorities: readonly AreaFact[] = authoritiesOf(14, (la) => [
  la(831, 'Derby', 'E06000015'),
  la(830, 'Derbyshire', 'E10000007'),
  la(856, 'Leicester', 'E06000016'),
  la(855, 'Leicestershire', 'E10000018'),
  la(925, 'Lincolnshire', 'E10000019'),
  la(940, 'North Northamptonshire', 'E06000061', { from: '2021-04-01' }),
  la(928, 'Northamptonshire', 'E10000021', { to: '2021-03-31' }),
  la(892, 'Nottingham', 'E06000018'),
  la(891, 'Nottinghamshire', 'E10000024'),
  la(857, 'Rutland', 'E06000017'),
  la(941, 'West Northamptonshire', 'E06000062', { from: '2021-04-01' }),
]);

/** Local authorities of West Midlands, past and present. */
export const westMidlandsAuthorities: readonly AreaFact[] = authoritiesOf(15, (la) => [
  la(330, 'Birmingham', 'E08000025'),
  la(331, 'Coventry', 'E08000026'),
  la(332, 'Dudley', 'E08000027'),
  la(884, 'Herefordshire, County of', 'E06000019', { alsoKnownAs: ['Herefordshire', 'County of Herefordshire'] }),
  la(333, 'Sandwell', 'E08000028'),
  la(893, 'Shropshire', [until('E10000026', '2009-03-31'), since('E06000051', '2009-04-01')]),
  la(334, 'Solihull', 'E08000029'),
  la(860, 'Staffordshire', 'E10000028'),
  la(861, 'Stoke-on-Trent', 'E06000021', { alsoKnownAs: ['Stoke'] }),
  la(894, 'Telford and Wrekin', 'E06000020', { alsoKnownAs: ['Telford'] }),
  la(335, 'Walsall', 'E08000030'),
  la(937, 'Warwickshire', 'E10000031'),
  la(336, 'Wolverhampton', 'E08000031', { alsoKnownAs: ['City of Wolverhampton'] }),
  la(885, 'Worcestershire', 'E10000034'),
]);
