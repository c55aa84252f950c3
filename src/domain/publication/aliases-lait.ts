import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { plainDate } from '#foundation/kernel/plain-date.ts';
import type { Period } from './model.ts';

/** Which children a figure of the local authority interactive tool is about. */
export type LaitPopulation = 'all' | 'children-looked-after' | 'children-in-need' | 'child-protection-plan';

/** A short code of the tool that is one of Headwater's measures. The row is kept under `breakdown` = the code. */
export interface LaitMeasure {
  readonly code: string;
  readonly measure: string;
  readonly phase: string;
  readonly population: LaitPopulation;
}

/** Source of everything here: lait_data_dictionary.csv, columns Measure_short, Measure and Year_Type. */
type Row = readonly [code: string, measure: string, phase?: string, population?: LaitPopulation];

const rows: readonly Row[] = [
  ['TotAbs', 'absence-rate'],
  ['TotAuthAbs', 'authorised-absence-rate'],
  ['TotUnAuthAbs', 'unauthorised-absence-rate'],
  ['PriTotAbs', 'absence-rate', 'primary'],
  ['PriAuth', 'authorised-absence-rate', 'primary'],
  ['PriUnauth', 'unauthorised-absence-rate', 'primary'],
  ['SecTotAbs', 'absence-rate', 'secondary'],
  ['SecAuth', 'authorised-absence-rate', 'secondary'],
  ['SecUnauth', 'unauthorised-absence-rate', 'secondary'],
  ['total_absence_special', 'absence-rate', 'special'],
  ['authorised_absence_special', 'authorised-absence-rate', 'special'],
  ['unauthorised_absence_special', 'unauthorised-absence-rate', 'special'],
  ['TotPerAbNew', 'persistent-absence-rate'],
  ['SFPriPerAbNew', 'persistent-absence-rate', 'primary'],
  ['SFSecPerAbNew', 'persistent-absence-rate', 'secondary'],
  ['SpecPerAbNew', 'persistent-absence-rate', 'special'],
  ['TotSevPerAbNew', 'severe-absence-rate'],
  ['SFPriSevPerAbNew', 'severe-absence-rate', 'primary'],
  ['SFSecSevPerAbNew', 'severe-absence-rate', 'secondary'],
  ['SpecSevPerAbNew', 'severe-absence-rate', 'special'],
  ['TotPermEx', 'permanent-exclusion-rate'],
  ['PriPermEx', 'permanent-exclusion-rate', 'primary'],
  ['SecPermEx', 'permanent-exclusion-rate', 'secondary'],
  ['SpecPermEx', 'permanent-exclusion-rate', 'special'],
  ['TotFixedEx', 'suspension-rate'],
  ['PriFixedEx', 'suspension-rate', 'primary'],
  ['SecFixedEx', 'suspension-rate', 'secondary'],
  ['SpecFixedEx', 'suspension-rate', 'special'],
  ['Total_ Pup_FixedEx', 'pupils-suspended-rate'],
  ['Pri_ Pup_FixedEx', 'pupils-suspended-rate', 'primary'],
  ['Sec_ Pup_FixedEx', 'pupils-suspended-rate', 'secondary'],
  ['Spec_ Pup_FixedEx', 'pupils-suspended-rate', 'special'],
  ['LAC_Over_Abs', 'absence-rate', 'all', 'children-looked-after'],
  ['LAC_Unauth', 'unauthorised-absence-rate', 'all', 'children-looked-after'],
  ['LAC_Pers_Abs', 'persistent-absence-rate', 'all', 'children-looked-after'],
  ['LAC_Fixed_ Ex', 'pupils-suspended-rate', 'all', 'children-looked-after'],
  ['CINTotalAb_3Term', 'absence-rate', 'all', 'children-in-need'],
  ['CINAuthAb_3Term', 'authorised-absence-rate', 'all', 'children-in-need'],
  ['CINUnauthAb_3Term', 'unauthorised-absence-rate', 'all', 'children-in-need'],
  ['CINPermAbsent_3Term', 'persistent-absence-rate', 'all', 'children-in-need'],
  ['CINFixedExclusion', 'pupils-suspended-rate', 'all', 'children-in-need'],
  ['CINPermExclusion', 'permanent-exclusion-rate', 'all', 'children-in-need'],
  ['CPPTotalAb_3Term', 'absence-rate', 'all', 'child-protection-plan'],
  ['CPPPerAbs_3Term', 'persistent-absence-rate', 'all', 'child-protection-plan'],
];

/** Codes of the tool that are measures of attendance, absence, suspension or exclusion. */
export const laitMeasures: readonly LaitMeasure[] = rows.map(([code, measure, phase = 'all', population = 'all']) => ({
  code,
  measure,
  phase,
  population,
}));

const byCode = new Map(laitMeasures.map((measure) => [measure.code, measure]));

/** The measure a short code is, or `undefined` for one that is no measure of Headwater's. */
export function laitMeasureOf(code: string): LaitMeasure | undefined {
  return byCode.get(code);
}

type YearType = 'academic' | 'calendar' | 'financial' | 'to-september';

const calendarYears =
  'InfMort|Low_Birth_Weight_Babies|Under18concep|RTA|Chlamydia_Diagnosis|SEN_INIT_REQ|EHCP_Initial_req_refused|SEN_ASSESSMENT|SEN_PLAN_ISSUED|SEN_PLAN_NOT_ISSUED|SEN_NOT_ISSUE_PLAN_16WKS|SEN_EHC_Excpt_20wks|SEN_EHC_All_20wks|SEN_State-Plans_sch|SEN_CASES_DUR_YEAR|SEN_AN_REVIEW_EXPECTED|SEN_PEC_AN_REVIEW_EXPECTED|SEN_AN_REVIEW_MEET_REC|SEN_PEC_AN_REVIEW_MEET_REC|SEN_PEC_OUTCOME_COM_4WKS|SEN_TOT_CEASED_EHC_PLAN|SEN_AppealableDec|FirstYJS';
const yearsToSeptember =
  'Work_Force_NoSW|Work_Force_Vac_Rate|Work_Force_TO_Rate|Work_Force_Agecy_Rate|Work_Force_AgencyCover|Vacancies_cover|Work_Force_SWAbsence|Work_Force_Num_CaseHeld|Work_Force_AvgNumCase_SW|Social_Work_Starters|Social_Work_Leavers|Social_Work_Caseholders_%|Social_Work_Qualified_no_cases_%|Social_Work_SeniorPractitioner_%|Sept_Guarantee';
/** Year_Type Financial Year, and Annual for counts at 31 March. */
const financialYears =
  'PreChildDea|6wksBreast|HospAd0-14|Hosp_Adm_Alc_<18yrs|CMH_0-17yrs|HCP_PHOF|CPP_Total_NumRef|CPP_Total_Rateper10,000|CIN_Refferals_NFA|Referrals_AssessedNotNeed|RefBySource_Schl_%|RefBySource_HealthServ_%|RefBySource_Police_%|ReReferral|Continue_Assess_Comp|Section_47|CP_conf_15days|ISCP_Conf|10_ICPC|15_ICPC|20_ICPC|21_ICPC|CPP_Abuse|CPP_Abuse_Rate|CPP_31March_3MnthorMore|RevCP|CPP_Reviewed_InReqTimeScl|ReRegCPR|PrevRegCPR|CPPlans2yrsActive|CPPlans2yrs|DeRegCPR|CPRDuration|CareApplications|LACnum_Adopt_AppUnop|LACnum_Adopt_ConsentDisp|LAC%_Adopt_AppUnop|LAC%_Adopt_ConsentDisp|No_of LAC Adopted|%_of LAC Adopted|LACnum_Start|LACceased|LAC_Start_Rate|LAC_Cease_Rate|Unacc_Asylmn_Seek_Childn|Unacc_Asylmn_Seek_Childn%|UASC_%_Starting|LACStable_2016on|LACStableNum_2016on|LAC_LongStable%|LAC_LongStableNum|LAC_Foster_Placements|LAC_SecHome_And_ChildHome|LAC_Ind_SInd_Liv_Arr|LAC_Other_Res_Settings|LAC_Other_Place_Inc_Unreg|LAC_Parents_OR_Others|Stability_School|Stability_SocialWorker|LACDistance|Number_Foster_Places(New)|Number_Foster_Places_Filled(New)|LAC_ceased_SGO|LAC_ceased_SGO%|LAC_SGO_FFC_Rel%|LAC_SGO_FFC_Oth%|LAC_SGO_Car_Rel%|LAC_ceased_CAO%|LAC_RetHome_CarePlan_%|LAC_RetHome_Not_CarePlan_%|LAC_Convictions|LACHealth%|LACVaccinations%|LACDental%|LACSubstance|Emotional_LAC|NoCareLeavers|CareLeaverAcc|NoCareLeaverAcc|CareLeaverEET|CareLeaverEETNum|LAC_19_HE|LAC_19_HE_Num|CareLeaversNEET|CareLeavers_LA_NotInTouch|StayingPut|Children_missing|Children_Away|CINTime3months|CINTime3-6|CINTime6-1|CINTime1-2|CINTime2more|CINCease3months|CINCease3-6|CINCease6-1|CINCease1-2|CINCease2more|16-17YroldSEN_ET|16-17Ed&Training|YJS_Caution-Sentence10-17_YO|ReoffYO|ReoffYO15-17|ChildPov|16-17 NEET|16-17_not known_NEET|16-17_not known|Premium|LACFinance|AdoptionFinance|FosteringFinance|RescareFinance|SWFinance|SENFinance|C&YPExpenditure|SureStartFinance|TotalLACFinance|OtherChildren&FamilyFinance|SafeguardingFinance|FamilySupportFinance|YoungPeopleFinance|YouthJusticeFinance|LeaveCareSupServTotExp|CPP_rate|CPP_Num|LAC|LACnum|CIN';

const yearTypes = new Map<string, YearType>([
  ...calendarYears.split('|').map((code) => [code, 'calendar'] as const),
  ...yearsToSeptember.split('|').map((code) => [code, 'to-september'] as const),
  ...financialYears.split('|').map((code) => [code, 'financial'] as const),
]);

const firstDays: Readonly<Record<YearType, string>> = {
  academic: '09-01',
  calendar: '01-01',
  financial: '04-01',
  'to-september': '10-01',
};
const lastDays: Readonly<Record<YearType, string>> = {
  academic: '08-31',
  calendar: '12-31',
  financial: '03-31',
  'to-september': '09-30',
};

/** A printed year of the tool: its days, and a remark such as `Rev`, `Final`, `prov` or `OT` (out-turn) after it. */
export interface LaitYear {
  readonly period: Period;
  readonly remark: string;
}

/**
 * Reads `2016`, `2015/16`, `2016-17 (OT)`, `2018 (Rev)`, `2014-16` and `2013/14-15/16`. Which days they are depends on
 * the code's kind of year; a single number is the year that ends in it, so absence `2024` is the year 2023/24.
 * `undefined` for anything else, such as the `0` that fills a series without a year.
 */
export function readLaitYear(printed: string, code: string): LaitYear | undefined {
  const type = yearTypes.get(code) ?? 'academic';
  const [, years = '', remark = ''] = /^(.*?)(?: \(([^)]*)\))?$/.exec(printed.trim()) ?? [];
  const span = spanOf(years, type);
  if (!span || span.from > span.to) return undefined;
  return { period: { grain: 'year', start: span.from, end: span.to }, remark };
}

function spanOf(years: string, type: YearType): { readonly from: PlainDate; readonly to: PlainDate } | undefined {
  const [, single] = /^(20\d{2})$/.exec(years) ?? [];
  if (single !== undefined)
    return daysOf(type === 'calendar' ? Number(single) : Number(single) - 1, Number(single), type);
  const [, first, last] = /^(20\d{2})[/-](\d{2})$/.exec(years) ?? /^(20\d{2})\/\d{2}-\d{2}\/(\d{2})$/.exec(years) ?? [];
  return first === undefined ? undefined : daysOf(Number(first), 2000 + Number(last), type);
}

function daysOf(firstYear: number, lastYear: number, type: YearType) {
  return { from: plainDate(`${firstYear}-${firstDays[type]}`), to: plainDate(`${lastYear}-${lastDays[type]}`) };
}
