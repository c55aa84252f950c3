import type { AreaFact } from './area-facts.ts';
import { since, until } from './area-facts.ts';
import { authoritiesOf } from './england-authority.ts';

/** Local authorities of East of England, past and present. */
export const eastOfEnglandAuthorities: readonly AreaFact[] = authoritiesOf(16, (la) => [
  la(822, 'Bedford', 'E06000055', { from: '2009-04-01', alsoKnownAs: ['Bedford Borough'] }),
  la(820, 'Bedfordshire', 'E10000001', { to: '2009-03-31', alsoKnownAs: ['Bedfordshire (Pre LGR 2009)'] }),
  la(873, 'Cambridgeshire', 'E10000003'),
  la(823, 'Central Bedfordshire', 'E06000056', { from: '2009-04-01' }),
  la(881, 'Essex', 'E10000012'),
  la(919, 'Hertfordshire', 'E10000015'),
  la(821, 'Luton', 'E06000032'),
  la(926, 'Norfolk', 'E10000020'),
  la(874, 'Peterborough', 'E06000031'),
  la(882, 'Southend-on-Sea', 'E06000033', { alsoKnownAs: ['Southend'] }),
  la(935, 'Suffolk', 'E10000029'),
  la(883, 'Thurrock', 'E06000034'),
]);

/** Local authorities of Inner London, past and present. */
export const innerLondonAuthorities: readonly AreaFact[] = authoritiesOf(21, (la) => [
  la(202, 'Camden', 'E09000007'),
  la(201, 'City of London', 'E09000001', { alsoKnownAs: ['City of London Corporation'] }),
  la(204, 'Hackney', 'E09000012'),
  la(205, 'Hammersmith and Fulham', 'E09000013', { alsoKnownAs: ['Hammersmith'] }),
  la(309, 'Haringey', 'E09000014'),
  la(206, 'Islington', 'E09000019'),
  la(207, 'Kensington and Chelsea', 'E09000020', { alsoKnownAs: ['Kensington'] }),
  la(208, 'Lambeth', 'E09000022'),
  la(209, 'Lewisham', 'E09000023'),
  la(316, 'Newham', 'E09000025'),
  la(210, 'Southwark', 'E09000028'),
  la(211, 'Tower Hamlets', 'E09000030'),
  la(212, 'Wandsworth', 'E09000032'),
  la(213, 'Westminster', 'E09000033', { alsoKnownAs: ['City of Westminster'] }),
]);

/** Local authorities of Outer London, past and present. */
export const outerLondonAuthorities: readonly AreaFact[] = authoritiesOf(22, (la) => [
  la(301, 'Barking and Dagenham', 'E09000002', { alsoKnownAs: ['Barking'] }),
  la(302, 'Barnet', 'E09000003'),
  la(303, 'Bexley', 'E09000004'),
  la(304, 'Brent', 'E09000005'),
  la(305, 'Bromley', 'E09000006'),
  la(306, 'Croydon', 'E09000008'),
  la(307, 'Ealing', 'E09000009'),
  la(308, 'Enfield', 'E09000010'),
  la(203, 'Greenwich', 'E09000011'),
  la(310, 'Harrow', 'E09000015'),
  la(311, 'Havering', 'E09000016'),
  la(312, 'Hillingdon', 'E09000017'),
  la(313, 'Hounslow', 'E09000018'),
  la(314, 'Kingston upon Thames', 'E09000021', { alsoKnownAs: ['Kingston'] }),
  la(315, 'Merton', 'E09000024'),
  la(317, 'Redbridge', 'E09000026'),
  la(318, 'Richmond upon Thames', 'E09000027', { alsoKnownAs: ['Richmond'] }),
  la(319, 'Sutton', 'E09000029'),
  la(320, 'Waltham Forest', 'E09000031'),
]);

/** Local authorities of South East, past and present. */
export const southEastAuthorities: readonly AreaFact[] = authoritiesOf(18, (la) => [
  la(867, 'Bracknell Forest', 'E06000036'),
  la(846, 'Brighton and Hove', 'E06000043'),
  la(825, 'Buckinghamshire', [until('E10000002', '2020-03-31'), since('E06000060', '2020-04-01')]),
  la(845, 'East Sussex', 'E10000011'),
  la(850, 'Hampshire', 'E10000014'),
  la(921, 'Isle of Wight', 'E06000046'),
  la(886, 'Kent', 'E10000016'),
  la(887, 'Medway', 'E06000035', { alsoKnownAs: ['Medway Towns'] }),
  la(826, 'Milton Keynes', 'E06000042'),
  la(931, 'Oxfordshire', 'E10000025'),
  la(851, 'Portsmouth', 'E06000044'),
  la(870, 'Reading', 'E06000038'),
  la(871, 'Slough', 'E06000039'),
  la(852, 'Southampton', 'E06000045'),
  la(936, 'Surrey', 'E10000030'),
  la(869, 'West Berkshire', 'E06000037'),
  la(938, 'West Sussex', 'E10000032'),
  la(868, 'Windsor and Maidenhead', 'E06000040', { alsoKnownAs: ['Royal Borough of Windsor and Maidenhead'] }),
  la(872, 'Wokingham', 'E06000041'),
]);

/** Local authorities of South West, past and present. */
export const southWestAuthorities: readonly AreaFact[] = authoritiesOf(19, (la) => [
  la(800, 'Bath and North East Somerset', 'E06000022', { alsoKnownAs: ['BANES'] }),
  la(837, 'Bournemouth', 'E06000028', { to: '2019-03-31', alsoKnownAs: ['Bournemouth (Pre LG)'] }),
  la(839, 'Bournemouth, Christchurch and Poole', 'E06000058', { from: '2019-04-01', alsoKnownAs: ['BCP'] }),
  la(801, 'Bristol, City of', 'E06000023', { alsoKnownAs: ['Bristol', 'City of Bristol'] }),
  la(908, 'Cornwall', [since('E06000052', '2009-04-01')]),
  la(1001, 'Cornwall and Isles of Scilly', 'E10000005', { to: '2009-03-31' }),
  la(878, 'Devon', 'E10000008'),
  la(838, 'Dorset', 'E06000059', { from: '2019-04-01' }),
  la(835, 'Dorset', 'E10000009', { to: '2019-03-31', alsoKnownAs: ['Dorset (Pre LG)', 'Dorset County'] }),
  la(916, 'Gloucestershire', 'E10000013'),
  la(420, 'Isles of Scilly', [since('E06000053', '2009-04-01')], { alsoKnownAs: ['Scilly', 'Scilly Isles'] }),
  la(802, 'North Somerset', 'E06000024'),
  la(879, 'Plymouth', 'E06000026'),
  la(836, 'Poole', 'E06000029', { to: '2019-03-31', alsoKnownAs: ['Poole (Pre LG)'] }),
  la(933, 'Somerset', [until('E10000027', '2023-03-31'), since('E06000066', '2023-04-01')]),
  la(803, 'South Gloucestershire', 'E06000025'),
  la(866, 'Swindon', 'E06000030'),
  la(880, 'Torbay', 'E06000027'),
  la(865, 'Wiltshire', [until('E10000033', '2009-03-31'), since('E06000054', '2009-04-01')]),
]);
